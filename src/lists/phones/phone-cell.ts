import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js/max'
import type { Refusal } from '../rules.ts'
import { e164 } from './e164.ts'
import { explainDigits, NUMBER_LENGTH_MAX, REFUSALS } from './explain.ts'
import { planOf, planOfCode } from './numbering-plan.ts'

/**
 * A cell with more characters than this holds no phone numbers; libphonenumber refuses longer text
 * too.
 */
const CELL_LENGTH_MAX = 250

/** Part of a cell that was meant as a number and is not one. */
export interface RefusedNumber extends Refusal {
  /** The part of the cell, as it stands there. */
  readonly value: string
}

/** What one cell of a phone column holds. */
export interface PhoneCell {
  /** E.164 with the plus, in the order of the cell, none twice. */
  readonly numbers: readonly string[]
  readonly refused: readonly RefusedNumber[]
}

const EMPTY: PhoneCell = { numbers: [], refused: [] }

/**
 * Text in which no extension and no second plus can hide: for it libphonenumber's answer depends on
 * its digits and a leading plus alone, so that `e164` may answer. The characters are a part of the
 * library's VALID_PUNCTUATION; `~` is left out because it also announces an extension.
 */
const PLAIN = /^[ \u00A0([/]*\+?[\d \u00A0\u00AD\u200B\u2060()[\].\-/\u2010-\u2015\u2212]*$/
const NOT_DIGITS = /[^\d+]+/g

const SEPARATORS =
  /[,;|\n\r\t]+|\s(?:или|и|or|and|und|oder|et|ou)\s|(?<=\d[^\p{L}\d]*)(?=(?:факс|fax)\D*\d)/iu
/**
 * A slash, or a gap before what starts a number: they part numbers only where the whole is none.
 */
const WEAK_SEPARATORS = /\/|\s+(?=[+(])|\s{2,}|\s(?=8[\s(-])/
const BARE_EXTENSION = /^\D{0,8}\d{1,6}\D*$/
const SPREADSHEET_ERROR = /^#[^\d]*[!?]?$/u
const SCIENTIFIC = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i
const DECIMAL = /^(\+?\d{7,})[.,]0+$/
const RUN = /[+(]?\d[\d \u00A0().\-/\u2010-\u2015]*\d/g
const FAX = /факс|fax/i
const VOICE = /тел|моб|tel|phone|mob/i

/**
 * Reads one cell of a phone column.
 *
 * Commas, semicolons, line breaks and words such as "or" part several numbers; a slash or a gap
 * parts them where the whole is no number. Extensions are dropped: a dialer reaches the number
 * before them. What libphonenumber (max metadata) calls valid is valid.
 *
 * @param country ISO 3166-1 alpha-2 in upper case, for numbers without a plus; it must have a plan.
 */
export function readPhones(cell: string, country: string): PhoneCell {
  if (cell.length <= CELL_LENGTH_MAX && PLAIN.test(cell)) {
    const number = readPlain(cell, country)
    if (number !== null && !hasTrunkPrefixAfterPlus(cell, country)) {
      return { numbers: [number], refused: [] }
    }
  }
  return readOddCell(cell.trim(), country)
}

function readOddCell(cell: string, country: string): PhoneCell {
  if (cell === '') return EMPTY
  if (cell.length > CELL_LENGTH_MAX) return refuse(cell, REFUSALS.cellTooLong)
  if (SPREADSHEET_ERROR.test(cell)) return refuse(cell, REFUSALS.spreadsheetError)
  if (!/\p{Nd}/u.test(cell)) return refuse(cell, REFUSALS.noDigits)
  const computed = SCIENTIFIC.exec(cell)
  if (computed !== null) return readScientific(cell, computed, country)
  const numbers = new Set<string>()
  const refused: RefusedNumber[] = []
  for (const piece of cell.replace(DECIMAL, '$1').split(SEPARATORS)) {
    const found = readPiece(piece, country, numbers.size > 0)
    for (const number of found.numbers) numbers.add(number)
    refused.push(...found.refused)
  }
  return { numbers: [...numbers], refused }
}

/** One piece between separators: mostly one number. */
function readPiece(piece: string, country: string, afterNumber: boolean): PhoneCell {
  if (!/\p{Nd}/u.test(piece)) return EMPTY
  if (FAX.test(piece) && !VOICE.test(piece)) return refuse(piece, REFUSALS.fax)
  if (hasTrunkPrefixAfterPlus(piece, country)) return refuse(piece, REFUSALS.trunkPrefixAfterPlus)
  const whole = readNumber(piece, country)
  if (whole !== null) return { numbers: [whole], refused: [] }
  // "…, ext. 12" and "…-45, 46": the rest of the number before, not another one.
  if (afterNumber && BARE_EXTENSION.test(piece)) return EMPTY
  const parted = readParts(piece, country)
  return parted.numbers.length > 0 ? parted : refuse(piece, explainDigits(digitsOf(piece), country))
}

/** What was no number as a whole may be several without a proper separator between them. */
function readParts(text: string, country: string): PhoneCell {
  const words = text.trim().split(/\s+/)
  const byWord = words.map(word => readNumber(word, country))
  if (byWord.every(number => number !== null)) return { numbers: byWord, refused: [] }
  const numbers: string[] = []
  const refused: RefusedNumber[] = []
  for (const part of text.split(WEAK_SEPARATORS).flatMap(wide => wide.match(RUN) ?? [])) {
    const number = readNumber(part, country)
    if (number !== null) numbers.push(number)
    else if (!BARE_EXTENSION.test(part)) {
      refused.push({ value: part.trim(), ...explainDigits(digitsOf(part), country) })
    }
  }
  return { numbers, refused }
}

function readNumber(text: string, country: string): string | null {
  if (PLAIN.test(text)) return readPlain(text, country)
  const parsed = parsePhoneNumber(text, country as CountryCode)
  return parsed?.isValid() ? upToLimit(parsed.number) : null
}

const readPlain = (text: string, country: string): string | null =>
  upToLimit(e164(text.replace(NOT_DIGITS, ''), country))

const upToLimit = (number: string | null): string | null =>
  number === null || number.length > NUMBER_LENGTH_MAX ? null : number

/** 7.4951234567E+10 still has all its digits; 7.4951E+10 has lost them. */
function readScientific(cell: string, parts: RegExpExecArray, country: string): PhoneCell {
  const digits = `${parts[1]}${parts[2] ?? ''}`
  const number = digits.length === Number(parts[3]) + 1 ? readPlain(digits, country) : null
  return number === null ? refuse(cell, REFUSALS.digitsLost) : { numbers: [number], refused: [] }
}

/**
 * "+8 (495) …" in Russia: the trunk prefix stands alone after the plus, where a calling code
 * belongs. Read as digits it would be a number of another country.
 */
function hasTrunkPrefixAfterPlus(text: string, country: string): boolean {
  const plus = text.indexOf('+')
  if (plus < 0) return false
  const prefix = planOf(country).trunkPrefix
  if (prefix === null || planOfCode(prefix) !== null) return false
  const group = /^\D*(\d+)/.exec(text.slice(plus + 1))
  return group !== null && group[1] === prefix
}

function digitsOf(text: string): string {
  const ascii = text.normalize('NFKC').replace(NOT_DIGITS, '')
  return ascii.slice(0, 1) + ascii.slice(1).replaceAll('+', '')
}

const refuse = (value: string, why: Refusal): PhoneCell => ({
  numbers: [],
  refused: [{ value: value.trim(), ...why }],
})
