/** What one check of the doctor came to. */
export interface Finding {
  /** What was looked at, in a few words. */
  readonly check: string
  /**
   * `well`; `wrong`: something must be changed; `absent`: somebody is not there now, which may pass;
   * `skipped`: it could not be looked at, or need not be.
   */
  readonly state: 'well' | 'wrong' | 'absent' | 'skipped'
  /** One sentence or several. */
  readonly text: string
  /** What to do; null: nothing. */
  readonly hint: string | null
}

/** @returns a finding with which all is well. */
export const well = (check: string, text: string): Finding => ({
  check,
  state: 'well',
  text,
  hint: null,
})

/** @returns a finding of something that must be changed. */
export const wrong = (check: string, text: string, hint: string): Finding => ({
  check,
  state: 'wrong',
  text,
  hint,
})

/** @returns a finding of somebody who is not there. */
export const absent = (check: string, text: string, hint: string): Finding => ({
  check,
  state: 'absent',
  text,
  hint,
})

/**
 * @param usual what is asked there, with its usual port.
 * @returns a finding of a server that takes connections and answers nothing.
 */
export const silent = (
  check: string,
  { host, port }: { readonly host: string; readonly port: number },
  usual: string,
): Finding =>
  absent(
    check,
    `${host}:${port} takes connections and answers nothing.`,
    `It stands still: look at its process and its log. Or ${port} is not its ${usual}.`,
  )

/** @returns a finding of what was not looked at. */
export const skipped = (check: string, text: string): Finding => ({
  check,
  state: 'skipped',
  text,
  hint: null,
})

/** Whether calls can be placed, as far as these findings go. */
export function verdict(findings: readonly Finding[]): 'well' | 'wrong' | 'absent' {
  const has = (state: Finding['state']): boolean => findings.some(one => one.state === state)
  if (has('wrong')) return 'wrong'
  return has('absent') ? 'absent' : 'well'
}
