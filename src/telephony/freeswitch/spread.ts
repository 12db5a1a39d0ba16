/** How much a media server has to do, and the SIP server before it. */
export interface Load extends Busy {
  /** Channels that it can still take, by what it says itself; Infinity: it has not said. */
  readonly room: number
  /** The same of the SIP server, wherever the media are. */
  readonly way: Busy
}

/** What a server has to do. */
export interface Busy {
  /** Calls that live there. */
  readonly calls: number
  /** Operators' legs that are up or on the way up there, and those of them in no call. */
  readonly legs: number
  readonly freeLegs: number
}

/**
 * Where the next call is placed: where the most operators will be free for it, so that few legs
 * have to be moved between the answer and the first word, and of equal ones where most room is.
 * Over the SIP server that has the least to do, and of equal ones where the most operators will be
 * free as well: one that is lost costs calls of the others their operators.
 *
 * @returns null when no server has room.
 */
export function placeForCall<P>(places: readonly P[], loadOf: (place: P) => Load): P | null {
  const freeFor = ({ calls, legs, freeLegs }: Busy): number =>
    freeLegs - Math.max(0, calls - (legs - freeLegs))
  return best(places, loadOf, freeFor)
}

/** Where an operator's leg comes up: where the fewest are. @returns null: no server has room. */
export function placeForLeg<P>(places: readonly P[], loadOf: (place: P) => Load): P | null {
  return best(places, loadOf, ({ legs }) => -legs)
}

/**
 * Which legs are to be taken elsewhere, one at a time: those of the fullest server, to the
 * emptiest, until one more would only turn the two around.
 *
 * @returns null when they are spread as they should be.
 */
export function unevenLegs<P>(
  places: readonly P[],
  loadOf: (place: P) => Load,
): { readonly from: P; readonly to: P } | null {
  const known = places.map(place => ({ place, load: loadOf(place) }))
  known.sort((a, b) => a.load.legs - b.load.legs)
  const to = known.find(({ load }) => load.room > 0)
  const from = known.at(-1)
  if (to === undefined || from === undefined || from.load.legs - to.load.legs < 2) return null
  return { from: from.place, to: to.place }
}

function best<P>(
  places: readonly P[],
  loadOf: (place: P) => Load,
  worthOf: (busy: Busy) => number,
): P | null {
  const known = places.map(place => ({ place, load: loadOf(place) }))
  const [first] = known
    .filter(({ load }) => load.room > 0)
    .sort(
      (a, b) =>
        worthOf(b.load) - worthOf(a.load) ||
        (b.load.room > a.load.room ? 1 : b.load.room < a.load.room ? -1 : 0) ||
        busy(a.load) - busy(b.load) ||
        busy(a.load.way) - busy(b.load.way) ||
        worthOf(b.load.way) - worthOf(a.load.way),
    )
  return first?.place ?? null
}

const busy = ({ calls, legs }: Busy): number => calls + legs
