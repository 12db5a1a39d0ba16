import { minutes, seconds } from '../../base/duration.ts'
import type { Campaign } from '../campaign.ts'
import { readIncoming } from '../incoming/read-incoming.ts'
import { LEG_DEFAULT, LEG_KINDS } from '../rules/leg-kind.ts'
import { readTransfers } from '../transfers/read-transfers.ts'
import type { Reader } from '../yaml/reader.ts'
import { decimal, duration, listOf, name, oneOf, phone, text, whole } from '../yaml/shapes.ts'
import { type ReadCard, readCard } from './card.ts'
import { readDispositions } from './dispositions.ts'
import { readHours } from './hours.ts'
import { readRecording } from './recording.ts'
import { readRetry } from './retry.ts'
import {
  afterAbandoned,
  message,
  predictive,
  readContacts,
  readRing,
  readWrapUp,
} from './sections.ts'

/**
 * A campaign as far as it could be read. Undefined is what the reader has a problem with, or what
 * the site is to fill in.
 */
export type Draft = { -readonly [K in keyof Campaign]: Campaign[K] | undefined }

/** What one reading of a campaign file found, for the checks against the site and the contacts. */
export interface ReadCampaign {
  readonly draft: Draft
  /** The card stands in a file of its own, or in the campaign's. */
  readonly card: { readonly reader: Reader } & ReadCard
}

const KEYS = [
  'title',
  'mode',
  'powerRatio',
  'predictive',
  'priority',
  'weight',
  'trunks',
  'budget',
  'callerId',
  'hours',
  'ring',
  'connectWithin',
  'message',
  'retry',
  'afterAbandoned',
  'dispositions',
  'card',
  'contacts',
  'order',
  'wrapUp',
  'callbackGrace',
  'previewLimit',
  'recording',
  'incoming',
  'transfers',
  'leg',
] as const satisfies readonly (keyof Campaign)[]

/** More trunks than anybody could keep in order. */
const TRUNKS_MAX = 20

/**
 * Reads a campaign from its file. Each default stands beside its key.
 *
 * @param id the name of the campaign's folder.
 * @param cardFile the file `card.yaml` beside it, or null.
 */
export function readCampaign(id: string, reader: Reader, cardFile: Reader | null): ReadCampaign {
  reader.keys([], KEYS)
  if (cardFile !== null && reader.raw(['card']) !== undefined) {
    reader.problem(['card'], 'is here and in card.yaml as well. Keep one of them.')
  }
  const card = cardFile ?? reader
  const read = readCard(card, cardFile === null ? ['card'] : [])
  const { dispositions, rules } = readDispositions(reader)
  const incoming = readIncoming(reader)
  const draft: Draft = {
    id,
    title: reader.one(['title'], text('what people call the campaign')),
    mode: reader.one(['mode'], oneOf(MODES).default('progressive')),
    // Two lines for a free operator: about half of the calls are answered on a good list.
    powerRatio: reader.one(['powerRatio'], decimal(1, 10).default(2)),
    predictive: reader.one(['predictive'], predictive),
    priority: reader.one(['priority'], whole(1, 9).default(5)),
    weight: reader.one(['weight'], decimal(0.01, 100).default(1)),
    // All trunks of the site, and its only budget, where none is named.
    trunks: reader.one(['trunks'], listOf(name('a trunk of the site'), TRUNKS_MAX).optional()),
    budget: reader.one(['budget'], name('an abandonment budget of the site').optional()),
    callerId: reader.one(['callerId'], phone),
    hours: readHours(reader),
    ring: readRing(reader),
    connectWithin: reader.one(['connectWithin'], duration('0s', '10s').default(seconds(2))),
    message: reader.one(['message'], message),
    retry: { ...readRetry(reader), dispositions: rules },
    afterAbandoned: reader.one(['afterAbandoned'], afterAbandoned),
    dispositions,
    card: read.definition,
    contacts: readContacts(reader),
    order: reader.one(['order'], oneOf(['fresh', 'retries']).default('fresh')),
    wrapUp: readWrapUp(reader, dispositions),
    callbackGrace: reader.one(['callbackGrace'], duration('0s', '7d').default(minutes(15))),
    previewLimit: reader.one(['previewLimit'], duration('5s', '30min').default(minutes(2))),
    recording: readRecording(reader),
    ...(incoming === undefined ? {} : { incoming }),
    transfers: readTransfers(reader),
    leg: reader.one(['leg'], oneOf(LEG_KINDS).default(LEG_DEFAULT)),
  }
  return { draft, card: { reader: card, ...read } }
}

const MODES = ['preview', 'progressive', 'power', 'predictive'] as const
