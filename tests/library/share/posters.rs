//! Posters to hand around: their size, and a code that is read.

use kepu::assets::poster::Font;
use kepu::authoring::share::find;
use kepu::authoring::share::poster::{PAGE, SCREEN, poster};
use kepu::base::source::Content;

use super::{DEMONSTRATION, site};

#[test]
fn a_poster_has_its_size_and_a_code_on_whole_pixels() {
    let font = Font::new(Content::from(font_test_data::AHEM.to_vec()));
    let lettering = font.lettering().unwrap();
    let ready = &*DEMONSTRATION;
    for (name, size) in
        [("column/2026/rainbow", PAGE), ("geminids-2026", SCREEN), ("science-hall", PAGE), ("tea-training-2026", PAGE)]
    {
        let bytes = poster(ready, find(ready, name).unwrap(), size, &lettering).unwrap();
        let image = image::load_from_memory(&bytes).unwrap().into_luma8();
        assert_eq!(image.dimensions(), size, "{name}");
        // The finder pattern of the code: seven dark modules, the quiet zone beside it white.
        let dark = |x: u32, y: u32| image.get_pixel(x, y).0[0] < 128;
        let corner = |x: u32, y: u32, module: u32| {
            (0..7 * module).all(|at| dark(x + at, y) && dark(x, y + at))
                && (1..=4 * module).all(|at| image.get_pixel(x - at, y).0[0] == 255)
                && !dark(x + 7 * module, y)
                && !dark(x + module, y + module)
        };
        let places = (0..size.1 - 90).flat_map(|y| (540..size.0 - 90).map(move |x| (x, y)));
        let corner = places.filter(|(x, y)| dark(*x, *y)).find(|(x, y)| (7..=11).any(|module| corner(*x, *y, module)));
        assert!(corner.is_some(), "{name} has no code");
    }
}

#[test]
fn a_theme_without_the_drawing_says_so() {
    let font = Font::new(Content::from(font_test_data::AHEM.to_vec()));
    let ready = site("文");
    let fault = poster(&ready, find(&ready, "a").unwrap(), PAGE, &font.lettering().unwrap()).unwrap_err();
    assert_eq!(fault.code.0, "E1505");
}
