/** CloudFormation's functions that a template alone can decide. The others (`GetAtt`, `ImportValue`, `Cidr` …) are named as the reason. */
import type { Json } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { isArray, isObject } from "../../ecs/api-shape.ts";
import { below, type Placed, placedUnknown, plain, textOf, whyUnknown } from "../placed.ts";
import { type Condition, decide } from "./conditions.ts";
import { substituted } from "./substitution.ts";
import { own } from "./template.ts";
import { type Call, shortened, textValue } from "./text-value.ts";

type Intrinsic = (call: Call) => Placed | undefined;

export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
	"Fn::Sub": (call) => substituted(call),
	"Fn::If": chosen,
	"Fn::FindInMap": found,
	"Fn::Join": joined,
	"Fn::Select": selected,
	"Fn::Split": split,
	"Fn::Base64": (call) => ofText(call, "Fn::Base64", (text) => Buffer.from(text, "utf8").toString("base64")),
	"Fn::ToJsonString": (call) => {
		const value = call.evaluate(call.argument, call.inside);
		if (value === undefined || whyUnknown(value) !== undefined) return unknownCall("Fn::ToJsonString", value, call.at);
		return { at: call.at, value: JSON.stringify(plain(value)) };
	},
	"Fn::Length": (call) => {
		const list = call.evaluate(call.argument, call.inside);
		if (list === undefined || !("items" in list) || list.items.some(isMarker)) return unknownCall("Fn::Length", list, call.at);
		return { at: call.at, value: list.items.length };
	},
	"Fn::GetAtt": ({ argument, at }) => placedUnknown(`Fn::GetAtt ${attributeName(argument)}`, at),
	"Fn::ImportValue": (call) => unknownCall("Fn::ImportValue", call.evaluate(call.argument, call.inside), call.at),
};

/** `A.B`, or `["A", "B"]`. */
function attributeName(argument: Json): string {
	if (isArray(argument)) return argument.filter((part) => typeof part === "string").join(".");
	return typeof argument === "string" ? argument : JSON.stringify(argument);
}

/** The branch that the condition takes; where it is not decided, both if they are the same. */
function chosen({ template, evaluate, argument, inside, at }: Call): Placed | undefined {
	if (!isArray(argument) || argument.length !== 3) return placedUnknown("Fn::If", at);
	const [name = null] = argument;
	const branch = (i: 1 | 2) => evaluate(argument[i] as Json, below(inside, i));
	const decided: Condition = decide({ template, evaluate }, { Condition: name });
	if (decided !== undefined) return branch(decided ? 1 : 2);
	const [yes, no] = [branch(1), branch(2)];
	const json = (value: Placed | undefined) => (value === undefined ? undefined : JSON.stringify(plain(value)));
	// Equal markers are no equal values: two functions may have one reason.
	const same = json(yes) === json(no) && (yes === undefined || whyUnknown(yes) === undefined);
	return same ? yes : placedUnknown(`Fn::If ${typeof name === "string" ? name : ""}`.trim(), at);
}

function found({ template, evaluate, argument, inside, at }: Call): Placed | undefined {
	const parts = isArray(argument) ? argument : [];
	const keys = parts.slice(0, 3).map((part, i) => evaluate(part, below(inside, i)));
	const [map, first, second] = keys.map(textOf);
	const unknownKey = keys.map((key) => key && whyUnknown(key)).find((reason) => reason !== undefined);
	if (map === undefined || first === undefined || second === undefined) {
		return placedUnknown(`Fn::FindInMap ${map ?? ""} ${unknownKey ?? ""}`.trim(), at);
	}
	const value = own(own(own(template.mappings, map), first), second);
	// CloudFormation takes no function there: what has one is the work of a macro.
	if (isObject(value) || (isArray(value) && value.some((item) => isObject(item) || isArray(item)))) {
		return placedUnknown(`Fn::FindInMap ${map}`, at);
	}
	if (value !== undefined) return evaluate(value, ["Mappings", map, first, second].reduce(below, ""));
	const otherwise = own(parts[3], "DefaultValue");
	return otherwise === undefined ? placedUnknown(`Fn::FindInMap ${map}`, at) : evaluate(otherwise, below(below(inside, 3), "DefaultValue"));
}

function joined({ evaluate, argument, inside, at }: Call): Placed {
	const [delimiter, list = null] = isArray(argument) ? argument : [];
	const parts = evaluate(list, below(inside, 1));
	if (parts === undefined || !("items" in parts) || typeof delimiter !== "string") return unknownCall("Fn::Join", parts, at);
	const texts = parts.items.map(textOf);
	if (texts.some((text) => text === undefined)) return unknownCall("Fn::Join", parts, at);
	return textValue(texts.join(delimiter), at);
}

function selected({ evaluate, argument, inside, at }: Call): Placed {
	const [index = null, list = null] = isArray(argument) ? argument : [];
	const position = textOf(evaluate(index, below(inside, 0)));
	const parts = evaluate(list, below(inside, 1));
	const items = position !== undefined && parts !== undefined && "items" in parts ? parts.items : [];
	if (items.slice(0, Number(position)).some(isMarker)) return unknownCall("Fn::Select", parts, at);
	return items[Number(position)] ?? unknownCall("Fn::Select", parts, at);
}

/** An item that may turn out to be `AWS::NoValue`, so that its list is shorter. */
function isMarker(item: Placed): boolean {
	return "value" in item && isUnknown(item.value);
}

function split(call: Call): Placed {
	const [delimiter, source = null] = isArray(call.argument) ? call.argument : [];
	const from = call.evaluate(source, below(call.inside, 1));
	const text = textOf(from);
	if (text === undefined || typeof delimiter !== "string" || delimiter === "") return unknownCall("Fn::Split", from, call.at);
	return { at: call.at, items: text.split(delimiter).map((value) => ({ at: call.at, value })) };
}

function ofText({ evaluate, argument, inside, at }: Call, name: string, change: (text: string) => string): Placed {
	const from = evaluate(argument, inside);
	const text = textOf(from);
	return text === undefined ? unknownCall(name, from, at) : { at, value: change(text) };
}

/** The function and, of its argument, the name or what makes it unknown. */
function unknownCall(name: string, argument: Placed | undefined, at: string): Placed {
	const about = argument === undefined ? undefined : (whyUnknown(argument) ?? textOf(argument));
	return placedUnknown(about === undefined ? name : `${name} ${shortened(about)}`, at);
}
