import { html } from "./html.ts";
import { page } from "./page.ts";

export function loginPage(refused: boolean): string {
	return page(
		"Log in",
		html`<main class="login">
<h1>Taskgate</h1>
<form method="post" action="/login">
<label for="key">Key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
${refused && html`<p role="alert">That is not the key.</p>`}
<button>Log in</button>
</form>
</main>`,
		false,
	);
}
