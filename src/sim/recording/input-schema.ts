import { z } from 'zod'
import type { ControlInput, DeskInput, Input, StoreInput } from '../../dialing/inbox.ts'
import type { CallEvent, LegEvent } from '../../telephony/call-event.ts'
import { ASKED_MAX, LINES_MAX, WALL_MAX } from '../checks/bounds.ts'
import { from, id, instead, list, someKeys, whole, word } from '../checks/shapes.ts'

type Variants = readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]]

/**
 * One of several objects, told apart by the word under `key`. A word that is added to the engine's
 * inputs does not compile until it is here too.
 *
 * @param shapes what else each of them must have; other keys are let through.
 */
function oneOf<const K extends string, const W extends string>(
  key: K,
  shapes: Readonly<Record<W, z.core.$ZodShape>>,
) {
  const words = Object.keys(shapes) as W[]
  const variants = words.map(name => someKeys({ [key]: z.literal(name), ...shapes[name] }))
  return z.discriminatedUnion(key, variants as unknown as Variants, {
    error: ({ input }) => {
      const found = (input as Record<string, unknown> | null | undefined)?.[key]
      return `must be one of ${words.join(', ')}${instead(found)}`
    },
  })
}

const ofCall = { attempt: id }
const ofOperator = { operator: id }
const ofBoth = { attempt: id, operator: id }
const ofCampaign = { campaign: id }

const cause = word(
  ...(['noAnswer', 'busy', 'invalid', 'congestion', 'refused'] as const),
  ...(['failed', 'cancelled', 'hangUp'] as const),
)

const event = oneOf<'kind', (CallEvent | LegEvent)['kind']>('kind', {
  trying: ofCall,
  ringing: ofCall,
  earlyMedia: ofCall,
  answered: { ...ofCall, by: word('person', 'machine', 'unknown') },
  connected: ofBoth,
  connectFailed: { ...ofBoth, why: word('leg', 'network').default('leg') },
  digit: ofCall,
  announced: ofCall,
  ended: { ...ofCall, cause, from: word('callee', 'us', 'network') },
  lost: ofCall,
  held: ofCall,
  resumed: ofCall,
  muted: ofCall,
  unmuted: ofCall,
  digitsSent: ofCall,
  guestJoined: ofBoth,
  guestLeft: ofBoth,
  transferred: ofBoth,
  actFailed: ofCall,
  letIn: ofCall,
  notLetIn: ofCall,
  united: ofCall,
  notUnited: ofCall,
  recordingStarted: ofCall,
  recordingPaused: ofCall,
  recordingResumed: ofCall,
  recordingEnded: ofCall,
  recordingFailed: ofCall,
  operatorUp: ofOperator,
  operatorDown: {
    ...ofOperator,
    why: word('noAnswer', 'refused', 'hungUp', 'lost', 'asked'),
  },
  supervising: ofOperator,
  supervisionEnded: ofOperator,
})

const leavingAt = z.union([from(0, WALL_MAX), z.null()], {
  error: ({ input }) => `must be null or an instant in ms${instead(input)}`,
})

const action = oneOf<'kind', DeskInput['kind']>('kind', {
  signIn: { ...ofOperator, campaigns: list(id) },
  leaveAt: { ...ofOperator, at: leavingAt },
  signOut: ofOperator,
  ready: ofOperator,
  break: ofOperator,
  gone: ofOperator,
  phoneKnown: { ...ofOperator, isThere: z.boolean() },
  startCall: ofBoth,
  saveCard: ofBoth,
  closeCard: ofBoth,
  extendWrapUp: ofBoth,
  hangUp: ofBoth,
  hold: ofBoth,
  mute: ofBoth,
  sendDigits: ofBoth,
  invite: ofBoth,
  dismiss: ofBoth,
  transfer: ofBoth,
  outside: ofBoth,
  record: ofBoth,
})

const reply = oneOf<'kind', StoreInput['kind']>('kind', {
  leased: {
    ...ofCampaign,
    which: word('general', 'demanded'),
    asked: whole(0, ASKED_MAX),
    contacts: list(z.unknown()),
  },
  begun: {},
  outsideBegun: {},
  outsideFailed: {},
  cardStored: { ...ofCall, disposition: id },
  funnel: {},
  recovered: {},
  failed: {},
})

const command = oneOf<'kind', ControlInput['kind']>('kind', {
  start: ofCampaign,
  stop: ofCampaign,
  windDown: {},
  stopNow: {},
  breakFor: ofOperator,
  supervise: ofOperator,
  stopSupervising: {},
  handCard: { ...ofCall, to: id },
  closeCard: ofCall,
})

/** What came into the engine. Keys that a replay has no use for are let through as they are. */
export const inputSchema = oneOf<'from', Input['from']>('from', {
  telephony: { event },
  incoming: { call: id },
  trunk: { capacity: someKeys({ trunk: id, lines: whole(0, LINES_MAX) }) },
  desk: { action },
  store: { reply },
  control: { command },
  timer: ofCall,
  wrapUp: ofBoth,
  preview: ofCall,
  clock: {},
})
