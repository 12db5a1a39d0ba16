import type { Instant } from '../../base/duration.ts'
import type { AttemptId, CampaignId, ContactId } from '../../base/id.ts'

/** What a file of a recording may be named by: no name and no number of anybody. */
export const RECORDING_KEYS = ['date', 'time', 'campaign', 'contact', 'attempt'] as const

/** What a template is filled in with. */
export interface RecordedCall {
  readonly at: Instant
  /** The IANA zone that date and time are of. */
  readonly zone: string
  readonly campaign: CampaignId
  readonly contact: ContactId
  readonly attempt: AttemptId
  /** Counted from 1 within the call. */
  readonly part: number
}

/** The template of a campaign that names none. */
export const RECORDING_FILE = '{date}/{campaign}/{contact}-{attempt}.wav'

/**
 * What is wrong with a template, as a sentence, or null. One that is right leads nowhere out of its
 * folder, whatever it is filled in with, and names no two calls alike.
 */
export function recordingFileProblem(template: string): string | null {
  const unknown = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, key]) => key!).find(isUnknown)
  if (unknown !== undefined)
    return `has {${unknown}}. It may have ${RECORDING_KEYS.map(key => `{${key}}`).join(', ')}.`
  const bare = template.replace(/\{[a-z]+\}/g, 'x')
  if (!bare.split('/').every(part => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(part)))
    return 'may have Latin letters, digits, "-", "_", "." and "/", and no part begins with a dot.'
  if (!template.split('/').at(-1)!.includes('{attempt}'))
    return 'has no {attempt} after its last "/": two calls would have one file.'
  return template.endsWith('.wav') && template.length <= LENGTH_MAX
    ? null
    : `must end in .wav and have at most ${LENGTH_MAX} characters.`
}

/** The path of a call's file within the folder. @param template one without a problem. */
export function recordingFile(template: string, call: RecordedCall): string {
  const [date = '', time = ''] = localMoment(call.at, call.zone)
  const { campaign, contact, attempt, part } = call
  const values = { date, time, campaign, contact: `${contact}`, attempt }
  const path = template.replace(/\{([a-z]+)\}/g, (_, key: keyof typeof values) =>
    values[key].replace(/[^A-Za-z0-9_-]/g, '_'),
  )
  return part === 1 ? path : path.replace(/\.wav$/, `-${part}.wav`)
}

/**
 * What the paths of a campaign's recordings look like: only files that are named so are ever
 * deleted.
 * The group `attempt` is the attempt's id.
 */
export function recordingPattern(template: string, campaign: CampaignId): RegExp {
  let named = false
  const parts = template.replace(/\.wav$/, '').split(/\{([a-z]+)\}/)
  const pattern = parts.map((part, i) => {
    if (i % 2 === 0) return part.replaceAll('.', '\\.')
    if (part === 'campaign') return campaign.replace(/[^A-Za-z0-9_-]/g, '_')
    if (part !== 'attempt') return PATTERNS[part as keyof typeof PATTERNS]
    const group = named ? '\\k<attempt>' : `(?<attempt>${UUID})`
    named = true
    return group
  })
  return new RegExp(`^${pattern.join('')}(-\\d+)?\\.wav$`)
}

const isUnknown = (key: string): boolean => !(RECORDING_KEYS as readonly string[]).includes(key)

const LENGTH_MAX = 200
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const PATTERNS = {
  date: '\\d{4}-\\d\\d-\\d\\d',
  time: '\\d\\d-\\d\\d-\\d\\d',
  contact: '\\d+',
} as const

/** `2026-03-02` and `14-05-09`. */
function localMoment(at: Instant, zone: string): string[] {
  const format = { dateStyle: 'short', timeStyle: 'medium', timeZone: zone } as const
  const text = new Intl.DateTimeFormat('sv-SE', format).format(at)
  return text.replaceAll(':', '-').split(' ')
}
