import { z } from 'zod'
import { hours, minutes, seconds } from '../../base/duration.ts'
import type { RingLimits, WrapUpRules } from '../campaign.ts'
import type { ContactsSource } from '../contacts-source.ts'
import type { Disposition } from '../disposition.ts'
import { isShortSound } from '../network/shapes.ts'
import { PREDICTIVE_DEFAULTS } from '../rules/predictive-defaults.ts'
import { insteadOf } from '../yaml/nearest.ts'
import type { Reader } from '../yaml/reader.ts'
import {
  country,
  duration,
  flag,
  listOf,
  name,
  oneOf,
  percent,
  record,
  scalar,
  section,
  text,
  whole,
} from '../yaml/shapes.ts'
import { shown } from './problem.ts'

/**
 * Who called and why, as 47 CFR 64.1200(a)(7)(i)(A) asks. Two minutes of speech are more than
 * anyone hears out.
 */
const said = text('who called and why, for people nobody could speak to', 2000)
/** A key to be called no more, as 47 CFR 64.1200(a)(7)(i)(B) asks: 9 unless said otherwise. */
const stopKey = scalar('a key (0 to 9, * or #) or none', read =>
  read === 'none' ? { key: null } : /^[0-9*#]$/.test(read) ? { key: read } : undefined,
)

/** A file by its path in the folder of the campaign; none of it leads out of there. */
const fileLike = (example: string, fits = (_path: string): boolean => true) =>
  scalar(`a file in the folder of the campaign, such as ${example}`, read => {
    const inside = read !== '' && !read.startsWith('/') && !/[\\:]/.test(read)
    return inside && !read.split('/').includes('..') && fits(read) ? read : undefined
  })

/** The abandonment message: its text alone, or with its sound and the key. */
export const message = z
  .preprocess(
    raw => (typeof raw === 'string' ? { text: raw } : (raw ?? {})),
    record({
      text: said,
      file: fileLike('sounds/sorry.wav', isShortSound).optional(),
      stopKey: stopKey.default({ key: '9' }),
    }),
  )
  .transform(({ text, file, stopKey: { key } }) => ({
    text,
    ...(file === undefined ? {} : { file }),
    stopKey: key,
  }))

/** Ofcom, statement on persistent misuse: 72 hours, or a guaranteed operator. */
export const afterAbandoned = section({
  lockout: duration('0s', '366d').default(hours(72)),
  demandOperator: flag.default(true),
})

/** What a campaign decides about predictive pacing; see `PREDICTIVE_DEFAULTS`. */
export const predictive = section({
  guarantee: oneOf(['default', 'strict']).default(PREDICTIVE_DEFAULTS.guarantee),
  dropLines: flag.default(PREDICTIVE_DEFAULTS.dropLines),
  dropShareMax: percent.default(PREDICTIVE_DEFAULTS.dropShareMax),
  priceMax: percent.default(PREDICTIVE_DEFAULTS.priceMax),
})

/**
 * At least 15 s or four rings before we give up: 16 CFR 310.4(b)(4)(ii), and Ofcom likewise. 25 s
 * is about five rings.
 */
const ring = section({
  limit: duration('5s', '2min').default(seconds(25)),
  minimum: duration('0s', '1min').default(seconds(15)),
})

/** How long a call may ring. */
export function readRing(reader: Reader): RingLimits | undefined {
  const found = reader.one(['ring'], ring)
  if (found !== undefined && found.minimum > found.limit) {
    const wrong = `is shorter than ring.minimum, which is ${found.minimum / 1000}s.`
    reader.problem(['ring', 'limit'], wrong)
  }
  return found
}

const wrapUp = section({
  limit: duration('0s', '1h').default(minutes(2)),
  extension: duration('5s', '1h').default(minutes(1)),
  extensionsMax: whole(0, 20).default(3),
  disposition: name('a disposition').optional(),
})

/**
 * The wrap-up. With a limit of 0s a card is closed as it is when the call ends, as some
 * disposition.
 */
export function readWrapUp(
  reader: Reader,
  dispositions: readonly Disposition[],
): WrapUpRules | undefined {
  const found = reader.one(['wrapUp'], wrapUp)
  if (found === undefined) return undefined
  const { disposition = null, ...rest } = found
  const at = ['wrapUp', 'disposition']
  // A callback needs a time, which nobody has said.
  const whole = dispositions.length === reader.ids(['dispositions']).length
  const allowed = dispositions.filter(one => one.then !== 'callback').map(one => one.id)
  if (rest.limit > 0 && disposition !== null) {
    reader.problem(at, 'is for a wrap-up limit of 0s only: otherwise the operator says it.')
  } else if (rest.limit === 0 && disposition === null) {
    const one = allowed.length > 0 ? ` It must be one of: ${allowed.join(', ')}.` : ''
    reader.problem(at, `is missing: with limit 0s it closes the card.${one}`)
  } else if (disposition !== null && !allowed.includes(disposition) && whole) {
    const instead = insteadOf(disposition, allowed)
    reader.problem(at, `is ${shown(disposition)}, which cannot close a card. ${instead}`)
  }
  return { ...rest, disposition }
}

/** So many phone columns: more than ten numbers of one person are a slip. */
const PHONES_MAX = 10

const column = text('a column of the contacts')

/** Where the contacts are and what their columns mean. */
export function readContacts(reader: Reader): ContactsSource {
  reader.keys(['contacts'], ['file', 'phones', 'country', 'zone', 'priority', 'key'])
  const at = (key: string) => ['contacts', key]
  const phones = reader.one(at('phones'), listOf(column, PHONES_MAX))
  if (phones?.length === 0) reader.problem(at('phones'), 'names no column.')
  return {
    file: reader.one(at('file'), fileLike('contacts.csv').default('contacts.csv')) ?? '',
    phones: phones ?? [],
    country: reader.one(at('country'), country) ?? '',
    zone: reader.one(at('zone'), column.optional()) ?? null,
    priority: reader.one(at('priority'), column.optional()) ?? null,
    key: reader.one(at('key'), column.optional()) ?? null,
  }
}
