import { type Html, html } from "./html.ts";

/** Every page by its address, as the navigation names it. */
export const PAGES: Readonly<Record<string, string>> = { "/": "Decisions", "/points": "Ways into ECS" };

/** The frame of every page, as the text that is sent; without navigation for whoever may not go there yet. */
export function page(title: string, body: Html, navigation = true): string {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Taskgate</title>
<link rel="stylesheet" href="/console.css">
<link rel="icon" href="data:,">
</head>
<body>
${navigation && html`<nav>${Object.entries(PAGES).map(([address, name]) => html`<a href="${address}">${name}</a> `)}</nav>`}
${body}
</body>
</html>
`.text;
}
