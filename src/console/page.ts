/** The frame of every page: skip link, navigation, heading, main. */
import { type Html, html } from "./html.ts";

/** Every section by its address, as the navigation names it. */
export const PAGES: Readonly<Record<string, string>> = {
	"/": "Overview",
	"/decisions": "Decisions",
	"/findings": "Findings",
	"/policies": "Policies",
	"/exemptions": "Exemptions",
	"/standards": "Standards",
	"/points": "Ways into ECS",
	"/playground": "Playground",
};

/** The section that an address belongs to: `/decisions` of `/decisions/UID`; undefined where it is no page's. */
export function sectionOf(path: string): string | undefined {
	const section = `/${path.split("/")[1] ?? ""}`;
	const isWithin = section !== "/" || path === "/";
	return isWithin && Object.hasOwn(PAGES, section) ? section : undefined;
}

export interface Frame {
	readonly title: string;
	/** Address of the section that the page stands in; without one nothing in the navigation is current. */
	readonly at?: string;
	/** Below the heading. */
	readonly lead?: Html | string;
	/** Instead of the title as the heading. */
	readonly heading?: Html;
	/** False for whoever may not go anywhere yet. */
	readonly navigation?: boolean;
}

/** As the text that is sent. */
export function page({ title, at, lead, heading, navigation = true }: Frame, body: Html): string {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Taskgate</title>
<link rel="stylesheet" href="/console.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body${navigation ? undefined : html` class="bare"`}>
<a class="skip" href="#main">Skip to the content</a>
${
	navigation &&
	html`<header class="top"><a class="brand" href="/">Taskgate</a>
<nav aria-label="Sections"><ul>${Object.entries(PAGES).map(([address, name]) => html`<li><a href="${address}"${address === at && html` aria-current="page"`}>${name}</a></li>`)}</ul></nav></header>`
}
<main id="main" tabindex="-1">
<div class="head"><h1>${heading ?? title}</h1>${lead !== undefined && html`<p class="lead">${lead}</p>`}</div>
${body}
</main>
</body>
</html>
`.text;
}

/** The tab's icon: a gate. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 14V5l6-3 6 3v9M5 14V7m3 7V6m3 8V7" fill="none" stroke="#2f6fde" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
