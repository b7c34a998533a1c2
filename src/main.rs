//! The program: everything is in the library; this is the only place that exits.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let code = kepu::cli::run();
    // A site's worth of values need not be taken down piece by piece before the end.
    std::process::exit(code);
}
