/** Minutes after local midnight, from (included) to (excluded); 0 ≤ from < to ≤ 1440. */
export interface DayWindow {
  readonly from: number
  readonly to: number
}

/** When contacts may be called, in the contact's own zone. */
export interface CallingHours {
  /** Windows by weekday, Monday first; an empty list is a day without calls. */
  readonly week: readonly [Day, Day, Day, Day, Day, Day, Day]
  /** Local dates (YYYY-MM-DD) without calls. */
  readonly holidays: ReadonlySet<string>
  /** The zone (IANA name) of contacts whose own is not known. */
  readonly zone: string
}

/** The windows of one weekday, in order and apart from each other. */
export type Day = readonly DayWindow[]
