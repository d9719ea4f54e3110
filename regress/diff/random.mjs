// random: streams for diff.mjs by seeded chance: node random.mjs >FILE. Only
// what both emulators have; what they mean to do differently is in known.

const SEEDS = 150;

function generator(seed) {
	let s = (seed * 2654435761) >>> 0;
	return (n) => {
		s = (Math.imul(s ^ (s >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
		s ^= s >>> 13;
		return (s >>> 0) % n;
	};
}

const texts = ["hello", "x", " ", "abc def", "漢字", "漢", "e\u0301", "😀", "👩‍💻", "🇩🇪", "❤️", "─│┌",
    "0123456789", "a long line of text that wraps", "  ", "ä", "カ"];
const colours = ["31", "42", "38;5;123", "48;5;200", "38;2;1;2;3", "48;2;250;251;252", "39", "49", "96", "103"];
const attrs = ["0", "1", "2", "3", "4", "4:3", "5", "7", "8", "9", "21", "22", "23", "24", "25", "27", "28", "29", "53", "55"];
const modes = ["?7h", "?7l", "4h", "4l", "?25l", "?25h", "?1h", "?2004h", "?2004l", "?1000h", "?1006h", "?1003l"];

function step(r, cols, rows) {
	const n = (k) => 1 + r(k);
	const list = [
		() => texts[r(texts.length)], () => texts[r(texts.length)], () => texts[r(texts.length)],
		() => "\\r\\n", () => "\\r\\n", () => "\\n", () => "\\r", () => "\\b", () => "\\t",
		() => `\\e[${n(rows)};${n(cols)}H`, () => `\\e[${n(rows)};${n(cols)}H`,
		() => `\\e[${n(4)}${"ABCDEF"[r(6)]}`, () => `\\e[${n(cols)}G`, () => `\\e[${n(rows)}d`,
		() => `\\e[${r(3)}K`, () => `\\e[${r(3)}J`, () => `\\e[${n(5)}X`,
		() => `\\e[${n(5)}@`, () => `\\e[${n(5)}P`, () => `\\e[${n(3)}L`, () => `\\e[${n(3)}M`,
		() => `\\e[${n(2)}S`, () => "\\eM", () => "\\eD", () => "\\eE",
		() => `\\e[${colours[r(colours.length)]}m`, () => `\\e[${colours[r(colours.length)]}m`,
		() => `\\e[${attrs[r(attrs.length)]}m`, () => "\\e[m",
		() => `\\e[${modes[r(modes.length)]}`,
		// A link that is open over these is another matter, see known.
		() => "\\e]8;;\\a\\e7", () => "\\e]8;;\\a\\e8",
		() => { const t = n(rows - 1); return `\\e[${t};${t + n(rows - t)}r`; }, () => "\\e[r",
		() => "\\e[r\\e]8;;\\a\\e[?1049h", () => "\\e[r\\e]8;;\\a\\e[?1049l",
		() => `\\e]8;;http://${"abc"[r(3)]}\\a`, () => "\\e]8;;\\a",
		() => `\\e]2;title ${r(100)}\\a`, () => `\\e[${r(7)} q`,
		() => "\\e(0", () => "\\e(B", () => `\\e[${n(3)}I`, () => `\\e[${n(3)}Z`,
		() => "x\\e[3b", () => "\\e[!p",
	];
	return list[r(list.length)]();
}

console.log("# Written by random.mjs: seeded chance.");
for (let seed = 1; seed <= SEEDS; seed++) {
	const r = generator(seed);
	const cols = 8 + r(30), rows = 3 + r(8);
	let line = `seed-${seed} ${cols}x${rows}: `;
	for (let i = 20 + r(60); i > 0; i--)
		line += step(r, cols, rows);
	console.log(line);
}
