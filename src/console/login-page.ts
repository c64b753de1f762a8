import { html } from "./html.ts";
import { page } from "./page.ts";

/** `to`: the page that was asked for, where it goes on. */
export function loginPage(refused: boolean, to: string): string {
	return page(
		{ title: "Log in", heading: html`Taskgate`, lead: "Admission control for Amazon ECS", navigation: false },
		html`<div class="login"><form method="post" action="/login">
<div><label for="key">Key</label><input id="key" name="key" type="password" autocomplete="current-password" required autofocus${refused && html` aria-invalid="true" aria-describedby="refused"`}></div>
<input type="hidden" name="to" value="${to}">
${refused && html`<p id="refused" role="alert">That is not the key.</p>`}
<div class="buttons"><button class="main">Log in</button></div>
</form></div>`,
	);
}
