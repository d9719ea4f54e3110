// diff: runs cases through vtdump and through xterm.js, and compares what both
// then have. See README.
//
//	node diff.mjs VTDUMP MODULES SRC [-u] [-v] [FILE ...]
//
// -u writes the expected results, -v prints each difference whole.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const [vtdump, modules, src, ...rest] = process.argv.slice(2);
const update = rest.includes("-u");
const verbose = rest.includes("-v");
const chosen = rest.filter((a) => !a.startsWith("-"));
const require = createRequire(path.join(modules, "package.json"));
const { Terminal } = require("@xterm/headless");
// The add-on reads its tables from the start of the memory that holds them.
Buffer.poolSize = 0;
const { UnicodeGraphemesAddon } = require("@xterm/addon-unicode-graphemes");
const LOGS_MAX = 4096;

// Cases, as vtdump reads them.

function unescape(text) {
	const simple = { e: 27, r: 13, n: 10, b: 8, a: 7, t: 9, "\\": 92 };
	const steps = [];
	let bytes = [];
	const flush = () => {
		if (bytes.length > 0)
			steps.push(Buffer.from(bytes));
		bytes = [];
	};
	for (let i = 0; i < text.length; i++) {
		if (text[i] !== 92) {
			bytes.push(text[i]);
			continue;
		}
		const c = String.fromCharCode(text[++i]);
		if (c === "{") {
			const end = text.indexOf("}", i);
			flush();
			steps.push(text.subarray(i + 1, end).toString());
			i = end;
		} else if (c === "x") {
			bytes.push(parseInt(text.subarray(i + 1, i + 3).toString(), 16));
			i += 2;
		} else
			bytes.push(simple[c]);
	}
	flush();
	return steps;
}

function parse(data) {
	const cases = [];
	for (let at = 0; at < data.length;) {
		let end = data.indexOf(10, at);
		if (end < 0)
			end = data.length;
		const line = data.subarray(at, end);
		at = end + 1;
		if (line.length === 0 || line[0] === 35)
			continue;
		if (line[0] === 9) {
			cases.at(-1).steps.push(...unescape(line.subarray(1)));
			continue;
		}
		const colon = line.indexOf(58);
		const [name, size] = line.subarray(0, colon).toString().split(" ");
		const [cols, rows] = (size ?? "20x6").split("x").map(Number);
		const from = colon + (line[colon + 1] === 32 ? 2 : 1);
		cases.push({ name, cols, rows, steps: unescape(line.subarray(from)) });
	}
	return cases;
}

// What xterm.js has, in vtdump's form.

function colour(kind, value, name) {
	if (kind === 0x3000000)
		return ` ${name}=#${value.toString(16).padStart(6, "0")}`;
	return kind !== 0 ? ` ${name}=${value}` : "";
}

function style(term, cell) {
	const uls = ["", " ul", " ul=double", " ul=curly", " ul=dotted", " ul=dashed"];
	const x = cell.hasExtendedAttrs() ? cell.extended : null;
	let s = "";
	if (cell.isBold()) s += " bold";
	if (cell.isDim()) s += " dim";
	if (cell.isItalic()) s += " italic";
	if (cell.isBlink()) s += " blink";
	if (cell.isInverse()) s += " inverse";
	if (cell.isInvisible()) s += " conceal";
	if (cell.isStrikethrough()) s += " strike";
	if (cell.isOverline()) s += " overline";
	// Not isUnderline(): xterm.js tells of links as underlined.
	s += uls[(x ? (x._ext & 0x1c000000) >>> 26 : 0) || (cell.fg & 0x10000000 ? 1 : 0)];
	s += colour(cell.getFgColorMode(), cell.getFgColor(), "fg");
	s += colour(cell.getBgColorMode(), cell.getBgColor(), "bg");
	// Of an underline alone; SGR 59 leaves all bits set.
	if (x && /ul/.test(s) && (x._ext & 0x3000000) !== 0 && (x._ext & 0x3ffffff) !== 0x3ffffff) {
		const kind = x._ext & 0x3000000;
		const rgb = kind === 0x3000000;
		s += colour(kind, x._ext & (rgb ? 0xffffff : 0xff), "ulc");
	}
	const link = x && x.urlId ? term.links.get(x.urlId) : null;
	if (link)
		s += ` link=${link.uri}${link.id ? ` id=${link.id}` : ""}`;
	return s === "" ? "plain" : s.slice(1);
}

// A row's cells: [text, width, style]. A half of a wide character that is
// left alone is a blank.
function cells(term, line, cols) {
	const out = [];
	for (let i = 0; i < cols;) {
		const cell = line.getCell(i);
		const width = Math.min(cell.getWidth() || 1, cols - i);
		out.push([cell.getChars() || " ", width, style(term, cell)]);
		i += width;
	}
	return out;
}

function logs(term) {
	const b = term.buffer.active;
	const alt = b.type === "alternate";
	let out = "";
	for (let i = 0; i < b.length; i++) {
		const line = b.getLine(i);
		const next = b.getLine(i + 1);
		const goes = !alt && next?.isWrapped;
		// The cell that a wide character did not fit into is no text.
		const free = goes && next.getCell(0).getWidth() === 2 &&
		    line.getCell(term.cols - 1).getChars() === "";
		out += line.translateToString(!goes, 0, term.cols - (free ? 1 : 0));
		if (!goes)
			out = out.replace(/ +$/, "") + "\n";
	}
	return out.replace(/\n+$/, "\n").replace(/^\n$/, "");
}

function hashed(text) {
	const b = Buffer.from(text);
	if (b.length <= LOGS_MAX)
		return text;
	let h = 2166136261;
	for (const c of b)
		h = Math.imul(h ^ c, 16777619);
	return `${b.length} bytes ${(h >>> 0).toString(16).padStart(8, "0")}`;
}

function modes(term) {
	const m = term.modes;
	const mouse = { none: 0, x10: 9, vt200: 1000, drag: 1002, any: 1003 };
	const enc = { DEFAULT: 0, SGR: 1006, SGR_PIXELS: 1016 };
	const e = enc[term._core.coreMouseService.activeEncoding];
	const s = [];
	if (m.applicationCursorKeysMode) s.push("app-cursor");
	if (m.applicationKeypadMode) s.push("app-keypad");
	if (m.bracketedPasteMode) s.push("paste");
	if (m.sendFocusMode) s.push("focus");
	if (m.synchronizedOutputMode) s.push("sync");
	if (term.buffer.active.type === "alternate") s.push("alt");
	if (m.insertMode) s.push("insert");
	if (!m.wraparoundMode) s.push("no-autowrap");
	if (m.originMode) s.push("origin");
	if (m.reverseWraparoundMode) s.push("reverse-wrap");
	if (m.mouseTrackingMode !== "none") s.push(`mouse=${mouse[m.mouseTrackingMode]}`);
	if (e) s.push(`enc=${e}`);
	return s.join(" ");
}

function state(term, title) {
	const b = term.buffer.active;
	const p = term._core.coreService.decPrivateModes;
	const grid = [];
	for (let i = 0; i < term.rows; i++)
		grid.push(cells(term, b.getLine(b.baseY + i), term.cols));
	const wrap = b.cursorX >= term.cols;
	return {
		size: [term.cols, term.rows],
		cursor: [b.cursorY, wrap ? term.cols - 1 : b.cursorX, wrap],
		shape: `${p.cursorStyle ?? "default"}${p.cursorStyle && p.cursorBlink ? " blink" : ""}` +
		    (term._core.coreService.isCursorHidden ? " hidden" : ""),
		title, modes: modes(term), grid, logs: hashed(logs(term)),
	};
}

async function runXterm(c) {
	const term = new Terminal({ cols: c.cols, rows: c.rows, allowProposedApi: true,
	    scrollback: 100000, logLevel: "off", reflowCursorLine: true,
	    windowOptions: { pushTitle: true, popTitle: true } });
	let title = "";
	const out = [];
	// xterm.js forgets links whose first line is gone.
	const service = term._core._oscLinkService;
	const register = service.registerLink.bind(service);
	term.links = new Map();
	service.registerLink = (data) => {
		const id = register(data);
		term.links.set(id, data);
		return id;
	};
	term.loadAddon(new UnicodeGraphemesAddon());
	term.onTitleChange((t) => { title = t; });
	for (const s of c.steps) {
		if (typeof s !== "string")
			await new Promise((done) => term.write(s, done));
		else if (s === "m")
			out.push(state(term, title));
		else
			term.resize(...s.split("x").map(Number));
	}
	out.push(state(term, title));
	term.dispose();
	return out;
}

// What a redraw of ours loses in xterm.js, "" for nothing. What is saved beside
// the screen does not show.
async function redrawn(ours, theirs) {
	const [cols, rows] = ours.size;
	const steps = [Buffer.from(ours.drawn, "hex")];
	const [got] = await runXterm({ cols, rows, steps });
	for (const key of ["grid", "cursor", "shape", "title", "modes"]) {
		const a = JSON.stringify(got[key]), b = JSON.stringify(theirs[key]);
		let i = 0;
		while (a[i] === b[i] && i < a.length)
			i++;
		if (a !== b)
			return `${key}: ${a.slice(Math.max(0, i - 40), i + 40)}, not ${b.slice(Math.max(0, i - 40), i + 40)}`;
	}
	return "";
}

// Comparing.

// The cells of a row that vtdump printed as runs.
function unpack(runs, cols) {
	const out = [];
	let at = 0;
	for (const [text, width, st] of runs) {
		// A cluster is a run alone, of negative width.
		for (const ch of width < 0 ? [text] : text) {
			out.push([ch, Math.abs(width), st ?? "plain"]);
			at += Math.abs(width);
		}
	}
	for (; at < cols; at++)
		out.push([" ", 1, "plain"]);
	return out;
}

const only = /^(app-cursor|app-keypad|paste|focus|sync|alt|insert|no-autowrap|origin|reverse-wrap|mouse=.*|enc=.*)$/;
const words = (s, keep) => s.split(" ").filter(keep).join(" ");
// Without what cannot be seen.
const seen = (s) => words(s, (w) => w !== "protected" && (/(^| )ul/.test(s.replace(/ulc=\S*/, "")) || !w.startsWith("ulc="))) || "plain";
const link = (s) => /link=.*/.exec(s)?.[0] ?? "";

function compare(ours, theirs) {
	const d = { exact: true, ink: [0, 0], cursor: true, style: true, title: true,
	    links: 0, link: true, logs: true, modes: true, redraw: true, say: [] };
	const same = (key, a, b) => {
		if (JSON.stringify(a) === JSON.stringify(b))
			return true;
		d.say.push(`${key}: ${JSON.stringify(a)}, xterm.js ${JSON.stringify(b)}`);
		return d[key] = false;
	};
	theirs.grid.forEach((row, y) => {
		const mine = unpack(ours.grid[y] ?? [], ours.size[0]);
		let x = 0;
		row.forEach((cell, i) => {
			const got = mine[i] ?? ["?", 1, "?"];
			const clean = [got[0], got[1], seen(got[2])];
			const ink = cell[0] !== " " || cell[2] !== "plain";
			d.ink[1] += ink;
			if (link(cell[2]) || link(clean[2])) {
				d.links++;
				d.link &&= link(cell[2]) === link(clean[2]);
			}
			if (JSON.stringify(clean) !== JSON.stringify(cell)) {
				d.exact = false;
				if (d.say.length < 12)
					d.say.push(`${y},${x}: ${JSON.stringify(clean)}, xterm.js ${JSON.stringify(cell)}`);
			} else
				d.ink[0] += ink;
			x += cell[1];
		});
	});
	same("cursor", ours.cursor, theirs.cursor);
	same("style", ours.shape, theirs.shape);
	same("title", ours.title, theirs.title);
	same("logs", ours.logs, theirs.logs);
	same("modes", words(ours.modes, (w) => only.test(w)), theirs.modes);
	same("redraw", ours.redraw, "");
	d.exact &&= d.cursor;
	d.all = d.exact && d.style && d.title && d.logs && d.modes && d.redraw && d.link;
	return d;
}

// The differences that are meant: "CATEGORY/CASE[#MARK]<tab>reason".
function readKnown() {
	const known = [];
	for (const line of fs.readFileSync(path.join(src, "regress/diff/known"), "utf8").split("\n")) {
		if (line === "" || line.startsWith("#"))
			continue;
		const [name, reason] = line.split("\t");
		known.push({ name, reason, used: false });
	}
	return known;
}

function findKnown(known, name, mark) {
	return known.find((k) => k.name === name || k.name === `${name}#${mark}`);
}

function inputs() {
	const list = [];
	for (const dir of ["regress/diff/cases", "regress/screens"])
		for (const f of fs.readdirSync(path.join(src, dir)).sort())
			if (/\.txt(\.gz)?$/.test(f))
				list.push(path.join(src, dir, f));
	return chosen.length > 0 ? list.filter((f) => chosen.some((c) => f.includes(c))) : list;
}

const read = (f) => f.endsWith(".gz") ? zlib.gunzipSync(fs.readFileSync(f)) : fs.readFileSync(f);
const pct = (a, b) => b === 0 ? "-" : a === b ? "100" : (100 * a / b).toFixed(1);

function writeExpected(file, text) {
	const dir = path.join(src, "regress/diff/expect");
	fs.mkdirSync(dir, { recursive: true });
	const name = path.basename(file).replace(/\.txt(\.gz)?$/, "");
	fs.writeFileSync(path.join(dir, `${name}.gz`), zlib.gzipSync(text, { level: 9 }));
}

async function main() {
	const known = readKnown();
	const table = new Map();
	let bad = 0;
	for (const file of inputs()) {
		const data = read(file);
		const dump = (args) => execFileSync(vtdump, args,
		    { input: data, maxBuffer: 1 << 30 }).toString();
		const ours = dump(["-r"]).trimEnd().split("\n").map((l) => JSON.parse(l));
		const recorded = file.includes("/screens/");
		const category = recorded ? "recorded" :
		    path.basename(file, ".txt").replace(/^[0-9]+-/, "");
		const t = table.get(category) ?? { n: 0, exact: 0, ink: [0, 0], cursor: 0, style: 0,
		    title: 0, links: 0, link: 0, logs: 0, modes: 0, redraw: 0, listed: 0 };
		table.set(category, t);
		let at = 0, wrong = 0;
		for (const c of parse(data)) {
			for (const [mark, theirs] of (await runXterm(c)).entries()) {
				const d = compare(ours[at], theirs);
				const lost = d.all ? await redrawn(ours[at], theirs) : "";
				at++;
				if (lost !== "") {
					d.all = d.redraw = false;
					d.say.push(`redraw into xterm.js: ${lost}`);
				}
				t.n++;
				for (const k of ["exact", "cursor", "style", "title", "logs", "modes", "redraw"])
					t[k] += d[k];
				t.ink[0] += d.ink[0];
				t.ink[1] += d.ink[1];
				t.links += d.links > 0;
				t.link += d.links > 0 && d.link;
				// What a redraw loses is never meant.
				const k = d.redraw && findKnown(known, `${category}/${c.name}`, mark);
				if (k && !d.all) {
					k.used = true;
					t.listed++;
				} else if (!d.all) {
					wrong++;
					console.log(`${category}/${c.name}#${mark}`);
					for (const s of verbose ? d.say : d.say.slice(0, 3))
						console.log(`\t${verbose ? s : s.slice(0, 300)}`);
				}
			}
		}
		if (update && wrong === 0)
			writeExpected(file, dump([]));
		bad += wrong;
	}
	if (chosen.length === 0)
		for (const k of known.filter((e) => !e.used)) {
			console.log(`known: ${k.name} does not differ`);
			bad++;
		}
	printTable(table);
	console.log(bad === 0 ? "no difference that is not listed" : `${bad} differences that are not listed`);
	process.exitCode = bad === 0 ? 0 : 1;
}

function printTable(table) {
	const total = { n: 0, listed: 0, ink: [0, 0] };
	const keys = ["exact", "cursor", "style", "title", "link", "logs", "modes", "redraw"];
	const row = (name, t) => console.log([name.padEnd(20), String(t.n).padStart(5),
	    pct(t.exact, t.n), pct(t.ink[0], t.ink[1]), pct(t.cursor, t.n), pct(t.style, t.n),
	    pct(t.title, t.n), pct(t.link, t.links), pct(t.logs, t.n), pct(t.modes, t.n),
	    pct(t.redraw, t.n), String(t.listed)].map((s, i) => i > 1 ? s.padStart(7) : s).join(""));
	console.log(["category".padEnd(20), "    n", "exact", "ink", "cursor", "style", "title",
	    "link", "logs", "modes", "redraw", "listed"].map((s, i) => i > 1 ? s.padStart(7) : s).join(""));
	for (const [name, t] of table) {
		row(name, t);
		for (const k of [...keys, "n", "links", "listed"])
			total[k] = (total[k] ?? 0) + t[k];
		total.ink[0] += t.ink[0];
		total.ink[1] += t.ink[1];
	}
	row("TOTAL", total);
}

await main();
