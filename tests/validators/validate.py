"""validate.py PUBLIC_DIR: reads a built site with other people's programs.

One line for each check with what it counted; every fault below it. Leaves with 1 on any
fault. Nothing is fetched. `--base` is the site's whole address, if robots.txt doesn't
tell it; `--all` takes a kind of which there is no file for a fault.
"""

import argparse
import sys

import calendars
import datasets
import feeds
import pages
import sitemaps
from site_folder import Site


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("public")
    arguments.add_argument("--base")
    arguments.add_argument("--all", action="store_true")
    options = arguments.parse_args()

    site = Site(options.public, options.base)
    if not site.files:
        sys.exit(f"{options.public}: no file to check")
    print(f"site: {len(site.files)} files at {site.base}")
    checks = run(site)
    for check in checks:
        if options.all:
            for what, number in check.counts.items():
                if what.endswith(("files", "pages")) and number == 0:
                    check.fault(check.name, f"0 {what}")
        print(check.line())
        for fault in check.faults:
            print(f"  {fault}")
    sys.exit(1 if any(check.faults for check in checks) else 0)


def run(site):
    """Every check, in the order in which they are told."""
    html = pages.read_all(site)
    return [
        calendars.check(site),
        feeds.check(site),
        sitemaps.check(site),
        sitemaps.robots(site),
        datasets.maps(site),
        datasets.tables(site),
        datasets.documents(site),
        datasets.manifests(site),
        pages.structured(html),
        pages.links(site, html),
        pages.identities(html),
        pages.pictures(html),
        pages.reachable(site, html),
    ]


if __name__ == "__main__":
    main()
