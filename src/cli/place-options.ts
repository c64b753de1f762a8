/** Account and Region, as an option names them. */
import { InvalidArgumentError } from "commander";

export function accountId(text: string): string {
	if (/^\d{12}$/.test(text)) return text;
	throw new InvalidArgumentError("An account id has twelve digits.");
}

export function regionName(text: string): string {
	if (/^[a-z]{2}(-[a-z]+)+-\d+$/.test(text)) return text;
	throw new InvalidArgumentError("A Region is called like eu-central-1.");
}
