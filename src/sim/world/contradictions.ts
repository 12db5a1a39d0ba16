import { type Fault, faultAt } from '../checks/faults.ts'
import { figure } from '../checks/shapes.ts'
import { CALLEE_KINDS } from './world.ts'

/**
 * What keys of a world file say against each other. It is asked of the file as it was written,
 * whatever else is wrong with it, so that every problem is told at once: a key that is missing or
 * no number contradicts nothing.
 */
export function contradictions(file: unknown): Fault[] {
  return [...ofDay(file), ...ofProfile(file), ...ofCallee(file), ...ofFaults(file), ...ofRing(file)]
}

function ofDay(file: unknown): Fault[] {
  const [length, warmUp] = [60 * at(file, 'day', 'hours'), at(file, 'day', 'warmup_min')]
  if (!(warmUp >= length)) return []
  const message = `must be shorter than the day of ${figure(length)} minutes, not ${figure(warmUp)}`
  return [faultAt(['day', 'warmup_min'], message)]
}

const ofProfile = (file: unknown): Fault[] => notAscending(file, ['operators', 'profile'], 'at_min')

function ofCallee(file: unknown): Fault[] {
  const path = ['callee', 'by_time']
  return [...notAscending(file, path, 'from_min'), ...sharesAboveOne(file), ...unheard(file)]
}

/** Each entry of a list of moments is later than the one before it. */
function notAscending(file: unknown, path: readonly string[], key: string): Fault[] {
  const entries = entriesOf(file, ...path)
  return entries.flatMap((entry, i) => {
    const [before, now] = [at(entries[i - 1], key), at(entry, key)]
    if (!(now <= before)) return []
    return [faultAt([...path, i, key], `must be later than the entry before it (${before})`)]
  })
}

/** The shares of the day, and those that are changed later on, each time with all the others. */
function sharesAboveOne(file: unknown): Fault[] {
  const steps = [child(file, 'callee'), ...entriesOf(file, 'callee', 'by_time')]
  const now = new Map<string, number>()
  return steps.flatMap((step, i) => {
    for (const kind of CALLEE_KINDS)
      if (child(step, kind) !== undefined) now.set(kind, shareAt(step, kind))
    const sum = [...now.values()].reduce((total, share) => total + share, 0)
    if (!(sum > 1 + ROUNDING)) return []
    const message = `has shares that add up to ${figure(sum)}, which must be at most 1`
    return [faultAt(i === 0 ? ['callee'] : ['callee', 'by_time', i - 1], message)]
  })
}

/** Shares written as decimals may add up to a little more than they say. */
const ROUNDING = 1e-9

/** When machines answer shapes a day: nobody should find a guess in their figures. */
function unheard(file: unknown): Fault[] {
  const steps = [child(file, 'callee'), ...entriesOf(file, 'callee', 'by_time')]
  const ring = child(file, 'callee', 'ring_s')
  const answers = steps.some(step => at(step, 'machine') > 0)
  if (!answers || ring === undefined || child(ring, 'machine') !== undefined) return []
  const message = 'must say when machines answer, as they do here; it is missing'
  return [faultAt(['callee', 'ring_s', 'machine'], message)]
}

const ofFaults = (file: unknown): Fault[] =>
  entriesOf(file, 'trunk', 'faults').flatMap((fault, i) =>
    at(fault, 'to_min') <= at(fault, 'from_min')
      ? [faultAt(['trunk', 'faults', i, 'to_min'], 'must be later than from_min')]
      : [],
  )

function ofRing(file: unknown): Fault[] {
  const [limit, minimum] = [at(file, 'limits', 'no_answer_s'), at(file, 'limits', 'ring_min_s')]
  if (!(minimum > limit)) return []
  const message = `must be at most no_answer_s, which is ${limit}, not ${minimum}`
  return [faultAt(['limits', 'ring_min_s'], message)]
}

/** What stands under keys; undefined where nothing does. */
function child(of: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? (node as Record<string, unknown>)[key]
        : undefined,
    of,
  )
}

function entriesOf(of: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = child(of, ...path)
  return Array.isArray(found) ? found : []
}

/** The number under keys; NaN, which is neither more nor less than any other, for anything else. */
function at(of: unknown, ...path: readonly string[]): number {
  const found = child(of, ...path)
  return typeof found === 'number' ? found : Number.NaN
}

/** A number that is no share is told of by itself. */
function shareAt(of: unknown, kind: string): number {
  const share = at(of, kind)
  return share >= 0 && share <= 1 ? share : Number.NaN
}
