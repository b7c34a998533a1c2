"""Tables (RFC 4180), GeoJSON (RFC 7946), other JSON, and the web app manifest."""

import csv
import io
import json

import geojson

from site_folder import Check


def tables(site):
    result = Check("tables", {"files": 0, "rows": 0})
    for path in site.named(r".*\.csv"):
        result.count("files")
        data = site.read(path)
        if not data.startswith(b"\xef\xbb\xbf"):
            result.fault(path, "has no byte order mark; spreadsheet programs would take it for GB18030")
        try:
            text = data.decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error) as error:
            result.fault(path, f"does not parse: {error}")
            continue
        if not rows or not all(rows[0]):
            result.fault(path, "its header is missing, or has an empty cell")
            continue
        if len(set(rows[0])) < len(rows[0]):
            result.fault(path, f"two columns have one label: {rows[0]}")
        result.count("rows", len(rows) - 1)
        for number, row in enumerate(rows, 1):
            if len(row) != len(rows[0]):
                result.fault(path, f"record {number} has {len(row)} cells, the header {len(rows[0])}")
    return result


def maps(site):
    result = Check("GeoJSON", {"files": 0, "features": 0})
    for path in site.named(r".*\.geojson"):
        result.count("files")
        try:
            collection = geojson.loads(site.read(path).decode("utf-8"))
        except ValueError as error:
            result.fault(path, f"does not parse: {error}")
            continue
        if not isinstance(collection, geojson.FeatureCollection):
            result.fault(path, "is no FeatureCollection")
            continue
        if not collection.is_valid:
            result.fault(path, str(collection.errors()))
        seen = set()
        for feature in collection.features:
            result.count("features")
            name = feature.get("id")
            # RFC 7946, 3.2: an id may be missing, as on rivers that the site supplies. Ours have one.
            if name is None and not path.startswith("maps/"):
                result.fault(path, "a feature has no id")
            elif name is not None and name in seen:
                result.fault(path, f"{name}: is there twice")
            seen.add(name)
            if not isinstance(feature.get("properties"), dict):
                result.fault(path, f"{name}: has no properties")
            for place in [] if feature.geometry is None else geojson.utils.coords(feature):
                if not (-180 <= place[0] <= 180 and -90 <= place[1] <= 90):
                    result.fault(path, f"{name}: {place} is no longitude and latitude")
    return result


def documents(site):
    """Every .json file parses; numbers like NaN are refused, as JavaScript refuses them."""

    def refuse(word):
        raise ValueError(f"{word} is no JSON")

    result = Check("JSON", {"files": 0})
    for path in site.named(r".*\.json"):
        result.count("files")
        try:
            json.loads(site.read(path).decode("utf-8"), parse_constant=refuse)
        except ValueError as error:
            result.fault(path, f"does not parse: {error}")
    return result


def manifests(site):
    result = Check("manifest", {"files": 0, "icons": 0})
    for path in site.named(r".*\.webmanifest"):
        result.count("files")
        try:
            manifest = json.loads(site.read(path).decode("utf-8"))
        except ValueError as error:
            result.fault(path, f"does not parse: {error}")
            continue
        for key in ("name", "start_url", "icons"):
            if not manifest.get(key):
                result.fault(path, f"{key} is missing")
        addresses = [manifest.get("start_url", ""), *(icon.get("src", "") for icon in manifest.get("icons", []))]
        result.count("icons", len(addresses) - 1)
        for address in addresses:
            where, file, _ = site.resolve(path, address)
            if where != "here" or file is None:
                result.fault(path, f"{address!r} leads to no file")
    return result
