/** Secrets of 20 kinds, made up from a seed: none of them opens anything. The list in docs/operations.md is this one (a test holds that). */

export interface Secret {
	readonly kind: KindName;
	/** What must be found nowhere. */
	readonly value: string;
	/** How it is written: the value, with what it stands in. */
	readonly text: string;
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const ALNUM = `${LOWER}${LOWER.toUpperCase()}${DIGITS}`;
const BASE64 = `${ALNUM}+/`;

type Random = () => number;
type Pick = (alphabet: string, length: number) => string;
type Maker = (pick: Pick) => { readonly value: string; readonly text: string };

const own =
	(prefix: string, alphabet: string, length: number): Maker =>
	(pick) => {
		const value = `${prefix}${pick(alphabet, length)}`;
		return { value, text: value };
	};
const within =
	(before: string, after: string, alphabet = ALNUM, length = 20): Maker =>
	(pick) => {
		const value = pick(alphabet, length);
		return { value, text: `${before}${value}${after}` };
	};

/** Known by their own form wherever they stand. */
const ANYWHERE = {
	"AWS access key id": own("AKIA", `${LOWER.toUpperCase()}${DIGITS}`, 16),
	"AWS secret access key": own("", BASE64, 40),
	"AWS session token": own("IQoJb3JpZ2luX2Vj", BASE64, 200),
	"GitHub token": own("ghp_", ALNUM, 36),
	"GitLab token": own("glpat-", ALNUM, 20),
	"Slack token": own("xoxb-", ALNUM, 40),
	"Slack webhook": within("https://hooks.slack.com/services/T0000/B0000/", "", ALNUM, 24),
	"Stripe key": own("sk_live_", ALNUM, 24),
	"npm token": own("npm_", ALNUM, 36),
	"PyPI token": own("pypi-AgEIcHlwaS5vcmc", ALNUM, 60),
	"Google API key": own("AIza", ALNUM, 35),
	JWT: (pick) => {
		const value = pick(ALNUM, 43);
		return { value, text: `eyJhbGciOiJIUzI1NiJ9.${pick(ALNUM, 60)}.${value}` };
	},
	"PEM private key": (pick) => {
		const value = pick(ALNUM, 64);
		return { value, text: `-----BEGIN RSA PRIVATE KEY-----\n${value}\n-----END RSA PRIVATE KEY-----` };
	},
	"basic auth in a URL": within("https://deploy:", "@git.example.com/app.git"),
	"database URL": within("postgres://app:", "@db.internal:5432/app"),
	"Authorization header": within("Authorization: Bearer ", ""),
} satisfies Record<string, Maker>;
/** A word that could be any other; what stands before it says what it is. */
const NAMED = { "password by its name": within("", "", LOWER, 16) } satisfies Record<string, Maker>;
const SPOKEN = {
	"--password x": within("", "", LOWER, 16),
	"-p x": within("", "", LOWER, 16),
	"KEY=value": within("LEGACY_SETTING=", "", LOWER, 16),
} satisfies Record<string, Maker>;

const MAKERS = { ...ANYWHERE, ...NAMED, ...SPOKEN };
export type KindName = keyof typeof MAKERS;
export const SECRET_KINDS = Object.keys(MAKERS) as readonly KindName[];

export function isKnownAnywhere({ kind }: Secret): boolean {
	return kind in ANYWHERE;
}

/** `each` of every kind, the kinds in turn. */
export function plantedSecrets(each: number, seed: number): readonly Secret[] {
	const random = mulberry32(seed);
	const pick: Pick = (alphabet, length) => Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
	return Array.from({ length: each }, () => SECRET_KINDS.map((kind) => ({ kind, ...(MAKERS[kind] as Maker)(pick) }))).flat();
}

/** A small generator of numbers, the same for the same seed everywhere. */
function mulberry32(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}
