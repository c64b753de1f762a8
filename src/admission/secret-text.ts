/** What a secret looks like, by its own form or by the name that stands before it. Every expression is linear in the length of the text. */

/** In the name of a flag, a variable, a tag, a label or an option: what follows is a secret. */
const NAMED = [
	"passw(?:or)?d|passphrase|secret|token|credential|connection[-_]?string|basic[-_]?auth|require-?pass",
	"api[-_]?key|(?:private|access|account|shared|licen[cs]e|auth|encryption|signing|master|hmac)[-_]?key(?![-_]?id)",
	"(?<![a-z])(?:pwd|pass|master-?auth)(?![a-z])|(?:db|user|store|key|root|admin)-?(?:pass|pwd)(?![a-z])",
].join("|");
const SECRET_NAME = new RegExp(NAMED, "i");

/**
 * Known by their own form: AWS access keys and session tokens, private keys, tokens of GitHub, GitLab, Slack, Stripe and its likes, npm,
 * PyPI, Google, SendGrid, Docker Hub, Vault, Hugging Face, Grafana, DigitalOcean, Shopify, New Relic and age, webhooks of Discord and
 * Teams, signatures of addresses, JWTs, `Bearer …`, and user:password in a URL.
 */
const TOKEN = new RegExp(
	[
		"\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b",
		"\\b(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz|AQoEXAMPLE)[\\w+/=-]*",
		"-----BEGIN [A-Z ]{0,40}PRIVATE KEY[\\s\\S]*",
		"\\bgh[pousr]_[A-Za-z0-9]{20,}",
		"\\bgithub_pat_\\w{20,}",
		"\\bgl(?:pat|dt|rt|ptt|cbt|oas|soat|ft|imt|agent|ffct)-[\\w-]{16,}",
		"\\bx(?:ox[abeprs]|app)-[\\w-]{10,}",
		"hooks\\.slack\\.com/(?:services|workflows|triggers)/[\\w/-]+",
		"\\b(?:sk|rk)_[\\w-]{20,}",
		// Short words between hyphens are a name: sk-learn-model-serving.
		"\\bsk-(?=[\\w-]{0,200}[A-Za-z0-9]{16})[\\w-]{20,}",
		"\\bwhsec_\\w{16,}",
		"\\bnpm_[A-Za-z0-9]{30,}",
		"\\bpypi-[\\w-]{16,}",
		"\\bAIza[\\w-]{30,}",
		"\\bya29\\.[\\w-]{16,}",
		"\\bSG\\.[\\w-]{16,}\\.[\\w-]{16,}",
		"\\bdckr_(?:pat|oat)_[\\w-]{16,}",
		"\\bhv[bs]\\.[\\w-]{20,}",
		"\\bhf_[A-Za-z0-9]{30,}",
		"\\bgl(?:sa|c)_[\\w-]{20,}",
		"\\bdo[opr]_v1_[a-f0-9]{32,}",
		"\\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",
		"\\bNRAK-[A-Z0-9]{20,}",
		"\\bAGE-SECRET-KEY-1[A-Z0-9]{20,}",
		"\\bdiscord(?:app)?\\.com/api/webhooks/[\\w/-]+",
		"\\.webhook\\.office\\.com/webhookb2/[\\w/@-]+",
		"[?&](?:sig|X-Amz-Signature)=[\\w%+/=-]{16,}",
		"\\beyJ[\\w-]{17,}(?:\\.[\\w.-]*)?",
		"\\b(?:[Bb]earer|[Bb]asic)[ \\t]{1,4}[\\w+/=.~-]{8,}",
		// A port and a path are no password.
		":\\/\\/[^/\\s:@]{0,256}:(?!\\d{0,5}/)[^\\s@]{1,256}@",
		":\\/\\/[^/\\s:@]{16,256}@",
	].join("|"),
	"g",
);

/** user:password before a host, without a scheme; a tag before a digest is none. Elsewhere than in an image or a command `name:alice@example.com` is an address. */
const LOGIN = /(?<![\w.%+@-])[\w.%+-]{1,64}:(?!\/\/)[^\s/@:]{1,256}@(?!sha\d)(?=[\w-])/g;

/** What stands for the password in any of these. */
const PASSWORD = /:([^/\s@:]{1,256})@/g;

/** The passwords of logins in a text, each by itself: whoever takes an address apart may repeat one alone. */
export function passwordsIn(text: string): readonly string[] {
	return Array.from(text.matchAll(PASSWORD), ([, password]) => password as string);
}

/**
 * `password=…`, `"api_key": …`, `--password …`, `-p …` (but for ports and paths), `-phunter2` of MySQL's clients, `-a …` of redis-cli,
 * `-u name:…` of curl and its likes, `Authorization: …`, and `X-Api-Key …` as Fluent Bit writes a header.
 */
const SAID = new RegExp(
	[
		`(?:${NAMED})[\\w.-]{0,32}["']?\\s{0,8}[=:]\\s{0,8}\\S`,
		`(?<=(?:^|\\s)--?[\\w.-]{0,32})(?:${NAMED})[\\w.-]{0,32}\\s{1,4}\\S`,
		"(?:^|\\s)(?<!mkdir\\s{1,4})-p\\s{1,4}(?!\\d{1,5}(?:[:/\\s]|$)|[/.$~-])\\S",
		"\\b(?:mysql|mariadb|sshpass)[\\w-]{0,16}\\s(?:[^|;&]{0,256}\\s)?-p(?!\\s)\\S",
		"\\bredis-cli\\s(?:[^|;&]{0,256}\\s)?-a\\s{1,4}\\S",
		"(?:^|\\s)(?:-u|--(?:proxy-)?user)[\\s=]{0,4}(?!\\d|arn:)[^\\s:/=]{1,64}:(?!//|\\d{1,9}(?:\\s|$))\\S",
		"\\bauthorization[\"']?\\s{0,8}[=:]\\s{0,8}\\S",
		"^(?:authorization|x-[\\w-]{0,32}(?:token|key))\\s{1,4}\\S",
	].join("|"),
	"i",
);

/** An environment variable set in a command: its value is an environment value like those of `environment`. */
const ASSIGNED = /(?:^|[\s;&|("'`=,])[A-Z_][A-Z0-9_]{0,127}=[^\s;]/;

const USER_FLAG = /^(?:-u|--(?:proxy-)?user)$/;
const NAME_AND_PASSWORD = /^(?!\d|arn:)[^\s:/=]{1,64}:(?!\/\/|\d{1,9}$)\S/;
const FLAG = /^--?[\w.-]{0,64}$/;
const PORT_OR_PATH = /^(?:\d{1,5}(?:[:/].*)?|[/.$~-].*)$/s;
const MYSQL = /(?:^|\/)(?:mysql|mariadb|sshpass)[\w-]{0,16}$/;
const REDIS = /(?:^|\/)redis-cli$/;

export function isSecretName(name: string): boolean {
	return SECRET_NAME.test(name);
}

/** Whether a text holds a secret anywhere. */
export function holdsSecret(text: string): boolean {
	return isToken(text) || SAID.test(text);
}

/** user:password before the host of a registry or of a repository. */
export function holdsLogin(text: string): boolean {
	LOGIN.lastIndex = 0;
	return LOGIN.test(text);
}

/** Whether a word of a command, at this index, is or holds a secret. */
export function isSecretWord(words: readonly unknown[], index: number): boolean {
	const word = words[index];
	if (typeof word !== "string") return false;
	if (holdsSecret(word) || holdsLogin(word) || ASSIGNED.test(word)) return true;
	const flag = words[index - 1];
	// A health check begins with CMD.
	const client = words[words[0] === "CMD" ? 1 : 0];
	if (isClient(client, MYSQL) && /^-p./s.test(word)) return true;
	if (typeof flag !== "string" || !FLAG.test(flag)) return false;
	if (flag === "-a" && isClient(client, REDIS)) return true;
	if (USER_FLAG.test(flag) && NAME_AND_PASSWORD.test(word)) return true;
	if (flag === "-p") return client !== "mkdir" && !PORT_OR_PATH.test(word);
	return isSecretName(flag) && !word.startsWith("-");
}

function isClient(word: unknown, which: RegExp): boolean {
	return typeof word === "string" && which.test(word);
}

/** Whether a text holds a secret by its own form, whatever is said around it. */
export function isToken(text: string): boolean {
	TOKEN.lastIndex = 0;
	return TOKEN.test(text) || (!text.startsWith("arn:") && randomRun(text) !== undefined);
}

const SAID_VALUE = new RegExp(
	`((?:${NAMED})[\\w.-]{0,32}["']?=["']?|(?<=(?:^|\\s)--?[\\w.-]{0,32})(?:${NAMED})[\\w.-]{0,32}\\s)([^\\s"',;)]+)`,
	"gi",
);

/** Without either there is no SAID_VALUE: that is looked for at every letter, and most messages have none. */
const MAY_SAY = /=|(?:^|\s)-/;

/** A message without the keys, tokens and passwords that it repeats. */
export function hideTokens(message: string): string {
	let hidden = message.replace(TOKEN, "(masked)");
	if (hidden.includes("@")) hidden = hidden.replace(LOGIN, "(masked)@");
	if (MAY_SAY.test(hidden)) hidden = hidden.replace(SAID_VALUE, "$1(masked)");
	if (hidden.length < LEAST_RUN || hidden.startsWith("arn:")) return hidden;
	return hidden.replace(RUN, (run) => (isRandom(run) ? "(masked)" : run));
}

const LEAST_RUN = 40;
/** A longer one is looked at in parts: without a most, a text of 8 MiB is too much for the engine of the expression. */
const RUN = new RegExp(`[A-Za-z0-9+/]{${LEAST_RUN},65536}={0,2}`, "g");
/** Of 39 steps in random base64 two thirds go to another class of characters; in names and paths a third do. */
const STEPS_PER_CHARACTER = 0.42;

/** The first run of characters that nobody would have chosen, such as an AWS secret access key. Digests and ids in hexadecimal are none. */
function randomRun(text: string): string | undefined {
	if (text.length < LEAST_RUN) return undefined;
	return text.match(RUN)?.find(isRandom);
}

function isRandom(run: string): boolean {
	const counts = { upper: 0, lower: 0, digit: 0, slash: 0, plus: 0 };
	let steps = 0;
	let upperPairs = 0;
	let last: keyof typeof counts | undefined;
	for (const character of run) {
		const now = classOf(character);
		if (now !== last) steps += 1;
		else if (now === "upper") upperPairs += 1;
		counts[now] += 1;
		last = now;
	}
	const isPath = counts.slash > run.length / 8;
	// CamelCase alternates as often, but has few digits and no capitals side by side.
	const isMixed = counts.upper >= 6 && counts.lower >= 6 && counts.digit >= 1 && (counts.digit >= 3 || upperPairs >= 3);
	return !isPath && isMixed && steps >= run.length * STEPS_PER_CHARACTER;
}

function classOf(character: string): "upper" | "lower" | "digit" | "slash" | "plus" {
	if (character >= "a" && character <= "z") return "lower";
	if (character >= "A" && character <= "Z") return "upper";
	if (character >= "0" && character <= "9") return "digit";
	return character === "/" ? "slash" : "plus";
}
