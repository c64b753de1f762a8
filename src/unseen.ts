/** Characters that a terminal or a CI's log obeys instead of showing them: control, format, line and paragraph separators. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
