/** The console's one stylesheet: readable on paper and on a phone, light and dark. */
import { CHART_STYLE } from "../report/chart-style.ts";
import { BASE } from "./style/base.ts";
import { MARKS } from "./style/marks.ts";
import { PAPER, RECORD } from "./style/record.ts";
import { TABLE } from "./style/table.ts";

export const STYLESHEET = [BASE, MARKS, TABLE, CHART_STYLE, RECORD, PAPER].join("");
