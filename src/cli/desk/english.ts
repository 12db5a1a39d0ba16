import type { DeskWords, OutsideEnd } from './words.ts'

const OUTSIDE_ENDS: Readonly<Record<OutsideEnd, string>> = {
  noAnswer: 'no answer.',
  busy: 'busy.',
  invalid: 'there is no such number.',
  congestion: 'the carrier has no room for the call.',
  refused: 'the call was declined.',
  failed: 'the network did not do it.',
  hungUp: 'not in the call any more.',
  calledOff: 'the call was called off.',
  stopList: 'on the stop list, and not called.',
}

/** A desk in English. */
export const ENGLISH: DeskWords = {
  commands: {
    in: ['in', 'sign in: your phone rings'],
    ready: ['ready', 'be ready again after a break'],
    break: ['break', 'break [reason]: be given nothing until you are ready'],
    call: ['call', 'call the person whose card you read'],
    hangup: ['hangup', 'end the call; a guest leaves it'],
    hold: ['hold', 'put the person on hold, with music'],
    resume: ['resume', 'take them off hold'],
    mute: ['mute', 'close your microphone'],
    unmute: ['unmute', 'open it'],
    digits: ['digits', 'digits 12#: press keys towards the person'],
    invite: [
      'invite',
      'invite OPERATOR|NUMBER|NAME: ask somebody into the call; first "hold" to be alone with them',
    ],
    dismiss: ['dismiss', 'send the guest back, or hang up on who is outside'],
    transfer: [
      'transfer',
      'transfer OPERATOR: give the person and the card away; NUMBER|NAME: the person alone',
    ],
    record: ['record', 'record start|stop|pause|resume|consent|refuse: the recording of the call'],
    set: ['set', 'set FIELD VALUE: fill in a field of the card; several choices as a;b'],
    close: ['close', 'close DISPOSITION [2026-11-23T10:00Z [mine]]: close the card'],
    more: ['more', 'more time for the card'],
    card: ['card', 'show the card again'],
    out: ['out', 'sign out; what you are at comes first'],
    help: ['help', 'show this'],
  },
  states: {
    signedOut: 'signed out',
    free: 'free',
    reserved: 'reserved',
    talking: 'talking',
    wrapUp: 'in wrap-up',
    break: 'on a break',
  },
  phones: {
    down: 'Your phone is yours again.',
    rings: 'Your phone rings: pick it up.',
    up: 'Your phone is connected.',
    noAnswer: 'Your phone was not answered.',
    refused: 'Your phone declined the call.',
    hungUp: 'You put your phone down: it rings again when you are free.',
    unregistered:
      'Your phone is not registered, and nobody is called for you: look at its user and password.',
    registered: 'Your phone is registered.',
    lost: 'The call of your phone was disturbed and is being put right: pick up if it rings.',
  },
  supervised: (by, way) => {
    if (way === null) return `${by} is not with you any more.`
    if (way === 'listen') return `${by} listens to you.`
    return way === 'whisper' ? `${by} can speak to you alone.` : `${by} can speak to you both.`
  },
  recordings: {
    off: 'The call is not recorded.',
    awaitsConsent: 'The call may be recorded when the person agrees: "record consent".',
    on: 'The call is recorded.',
    paused: 'The recording is paused: "record resume" goes on with it.',
    failed: 'The call cannot be recorded; it goes on.',
  },
  recordingActs: ['start', 'stop', 'pause', 'resume', 'consent', 'refuse'],
  badRecordingAct: 'Say what: record start, stop, pause, resume, consent or refuse.',
  reasons: {},
  tea: 'break',
  phoneOnlyAt: (server, isDrained) => {
    const how = isDrained ? 'is drained' : 'does not work now'
    const todo = `restart or move the phone, or have the server ${isDrained ? 'taken back' : 'mended'}`
    return `Your phone is registered only at ${server}, which ${how}, and nobody is called for you: ${todo}.`
  },
  notReached: 'your phone cannot be reached now',
  noSeat: why => {
    if (why.kind === 'taken') return `${why.name} sits at another desk. Leave that one first.`
    if (why.kind === 'simulated')
      return 'The operators of this engine are simulated: nobody else can sit at their desks.'
    const { operator, known } = why
    return `There is no operator "${operator}" here. There are: ${known.join(', ')}.`
  },
  welcome: (name, campaigns) =>
    `Good day, ${name}. Your campaigns: ${campaigns || 'none is run now'}.`,
  now: (state, why) => (why === null ? `You are ${state}.` : `You are ${state}: ${why}.`),
  reserved: (campaign, isOne) =>
    isOne
      ? `You are reserved for ${campaign}: the system is dialing for you.`
      : `You are reserved for ${campaign}.`,
  ringing: lines => (lines === 1 ? '1 line ringing' : `${lines} lines ringing`),
  released: 'The reservation is over.',
  incoming: campaign => `Incoming call: somebody calls back about ${campaign}.`,
  later: (what, after) => {
    if (what === null) return 'That is taken back.'
    const then = what === 'break' ? 'Your break begins' : 'You are signed out'
    return `${then} ${after === 'line' ? 'when the line that rings for you has ended' : 'after this card'}.`
  },
  cardHeads: {
    preview: 'Read the card, then call',
    dialing: 'The system is dialing',
    talking: 'You are talking to',
    guest: 'You are asked into a call',
    wrapUp: 'Close the card',
  },
  withheld: 'somebody who withholds their number',
  script: 'Say',
  fields: 'Fields',
  required: 'required',
  dispositions: 'Dispositions',
  done: {
    held: 'The person is on hold.',
    resumed: 'The person hears you again.',
    muted: 'Your microphone is closed.',
    unmuted: 'Your microphone is open.',
    digitsSent: 'The keys were sent.',
  },
  guest: (who, isThere) => (isThere ? `${who} is in the call.` : `${who} has left the call.`),
  outside: (whom, stands, why) => {
    if (stands === 'gone') return `${whom}: ${OUTSIDE_ENDS[why ?? 'hungUp']}`
    const are = { called: 'is called', rings: 'rings', there: 'is in the call' } as const
    return stands === 'given' ? `The person is with ${whom}.` : `${whom} ${are[stands]}.`
  },
  pressed: digit => `The person pressed ${digit}.`,
  actRefused: {
    notYours: 'You are in no such call, or it is on its way to somebody else.',
    cannot: 'This telephone network cannot do that.',
    noKeys: 'Keys are 0-9, * and #, A-D, at most 32.',
    unknown: 'There is no such operator but you, and nobody outside of that name.',
    notServing: 'They are not at work for this campaign.',
    busy: 'They are not free. If only a line rings for them, they may be in a moment: try again.',
    guestThere: 'Somebody is in the call already.',
    noGuest: 'Nobody else is in the call.',
    notAllowed: 'That is no number of this campaign.',
    noLine: 'No trunk has a line for one more call.',
    numberBusy: 'There is a call with that number already.',
    failed: 'The network did not do it; everybody is where they were.',
  },
  noWhom: 'Say whom: an operator, a number or a name.',
  callEnded: until => `The call is over. Close the card${until === null ? '' : ` by ${until}`}.`,
  closeUntil: until => (until === null ? '' : `by ${until}`),
  extended: until => `You have until ${until}.`,
  cardRefused: 'The card cannot be closed like this:',
  cardClosed: 'The card is closed.',
  handedOn: 'The card was given to somebody else.',
  noNetwork: 'There is no telephone network: work goes on when it is there.',
  networkBack: 'The telephone network is there again.',
  over: 'The engine ends. Goodbye.',
  cut: 'The engine is gone.',
  noCard: 'There is no card now.',
  saved: 'Saved.',
  leaving: 'Signing out. Ctrl-C again leaves at once.',
  help: 'You can say:',
  unknown: command => `There is no "${command}". "help" says what there is.`,
  noField: id => `The card has no field "${id}".`,
  noValue: (id, value) => `"${value}" does not fit the field "${id}".`,
  badInstant: 'Say when with the zone, like 2026-11-23T10:00Z or 2026-11-23T13:00+03:00.',
}
