import {
  type Document,
  isMap,
  isNode,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import { hours, minutes, seconds } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import { inOrder, type Problem, problemText } from '../../campaign/parse/problem.ts'
import { faultsOf } from '../checks/faults.ts'
import { contradictions } from './contradictions.ts'
import {
  CALLEE_KINDS,
  type CalleeKind,
  type Shares,
  type World,
  type WorldCallee,
  type WorldOperators,
} from './world.ts'
import { type WorldFile, worldSchema } from './world-schema.ts'

/**
 * Reads a world from YAML or JSON (every JSON text is YAML).
 * @param file its name, for messages.
 * @throws CarillonError WORLD_INVALID that lists every problem with its line, the path of the key
 * and what is allowed.
 */
export function parseWorld(text: string, file: string): World {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number, problem: string): Problem => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col, problem }
  }
  if (document.errors.length > 0)
    throw invalid(document.errors.map(error => at(error.pos[0], error.message)))
  const aliases = badAliases(document)
  if (aliases.length > 0) throw invalid(aliases.map(({ offset, problem }) => at(offset, problem)))
  const raw = plainOf(document)
  if (raw === TOO_MANY) throw invalid([at(0, 'has too many aliases: write them out.')])
  const parsed = worldSchema.safeParse(raw)
  const against = contradictions(raw)
  if (parsed.success && against.length === 0) return worldOf(parsed.data)
  const faults = parsed.success ? against : [...faultsOf(parsed.error), ...against]
  throw invalid(faults.map(({ path, text }) => at(offsetOf(document.contents, path), text)))
}

/** Aliases of what is not there above them, and of what they are a part of: that has no end. */
function badAliases(document: Document): { offset: number; problem: string }[] {
  const found: { offset: number; problem: string }[] = []
  const named = new Map<string, Node>()
  visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) named.set(node.anchor, node)
    },
    Alias(_, { source, range }, parents) {
      const meant = named.get(source)
      const offset = range?.[0] ?? 0
      if (meant === undefined)
        found.push({ offset, problem: `*${source} stands for nothing: no &${source} is above it.` })
      else if (parents.includes(meant))
        found.push({ offset, problem: `*${source} is a part of itself: write out what is meant.` })
    },
  })
  return found
}

/** What a document holds, or `TOO_MANY`: few aliases of aliases may unfold to more than memory. */
function plainOf(document: Document): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    if (cause instanceof ReferenceError) return TOO_MANY
    throw cause
  }
}

const TOO_MANY = Symbol('too many aliases')

function invalid(problems: readonly Problem[]): CarillonError {
  return new CarillonError('WORLD_INVALID', inOrder(problems).map(problemText).join('\n'))
}

/** Where in the text the key of a path stands, or the nearest that is there. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let [node, offset] = [root, isNode(root) ? (root.range?.[0] ?? 0) : 0]
  for (const key of path) {
    const pair: Pair | undefined = isMap(node)
      ? node.items.find(item => String(item.key) === String(key))
      : undefined
    const next: unknown = pair?.value ?? (isNode(node) && 'get' in node ? itemAt(node, key) : null)
    const at: unknown = pair?.key ?? next
    if (!isNode(at)) break
    offset = at.range?.[0] ?? offset
    node = next
  }
  return offset
}

function itemAt(node: object, key: PropertyKey): unknown {
  const items: unknown = 'items' in node ? node.items : undefined
  return Array.isArray(items) && typeof key === 'number' ? items[key] : null
}

function worldOf(file: WorldFile): World {
  const { day, limits, trunk } = file
  return {
    name: file.name,
    day: {
      start: Date.parse(day.start),
      length: hours(day.hours),
      warmUp: minutes(day.warmup_min),
    },
    operators: operatorsOf(file),
    callee: calleeOf(file.callee),
    talk: file.talk_s,
    wrap: file.wrap_s,
    machineTalk: file.machine_talk_s,
    trunk: {
      lines: trunk.lines,
      callsPerSecond: trunk.cps,
      faults: trunk.faults.map(fault => ({
        from: minutes(fault.from_min),
        to: minutes(fault.to_min),
        congestion: fault.congestion,
      })),
    },
    limits: {
      abandonment: limits.abandonment,
      noAnswer: seconds(limits.no_answer_s),
      ringMinimum: seconds(limits.ring_min_s),
      connectWithin: seconds(limits.connect_within_s),
    },
    contacts: typeof file.contacts === 'number' ? file.contacts : null,
  }
}

function operatorsOf({ operators }: WorldFile): WorldOperators {
  const profile = operators.profile.map(step => ({
    at: minutes(step.at_min),
    count: step.count,
    announced: minutes(step.announced_min),
  }))
  const from0 = profile[0]?.at === 0 ? [] : [{ at: 0, count: operators.count, announced: 0 }]
  return { profile: [...from0, ...profile], leave: operators.leave }
}

function calleeOf(callee: WorldFile['callee']): WorldCallee {
  let now = sharesOf(kind => callee[kind])
  const shares = [{ from: 0, shares: now }]
  for (const change of callee.by_time) {
    const before = now
    now = sharesOf(kind => change[kind] ?? before[kind])
    shares.push({ from: minutes(change.from_min), shares: now })
  }
  return { shares, ring: callee.ring_s, patience: callee.patience_s }
}

const sharesOf = (share: (kind: CalleeKind) => number): Shares =>
  Object.fromEntries(CALLEE_KINDS.map(kind => [kind, share(kind)])) as Record<CalleeKind, number>
