import type { Problem, Rule } from './house.ts'
import { dottedName, lineOf, type Node, type SourceFile } from './source.ts'

/** RxJS 7 functions that take time from the machine unless a scheduler is the last argument. */
const TIMED = [
  'auditTime',
  'bufferTime',
  'debounceTime',
  'delay',
  'interval',
  'sampleTime',
  'throttleTime',
  'timeInterval',
  'timeout',
  'timeoutWith',
  'timer',
  'timestamp',
  'windowTime',
]
/** Those that keep time only when they are told how long to remember. */
const REMEMBERING: Readonly<Record<string, number>> = { ReplaySubject: 2, shareReplay: 2 }
const HOST_SCHEDULERS = ['asyncScheduler', 'asapScheduler', 'animationFrameScheduler']

/** Streams live on the timeline of whoever owns them. */
export const schedulers: Rule = {
  title: 'every time operator of RxJS is given its scheduler',
  check: house =>
    [...house.sources.values()]
      .filter(({ imports }) => imports.some(({ to }) => to === 'rxjs'))
      .flatMap(file => [...hostSchedulers(file), ...forgotten(file)]),
  broken: [
    'timer(1000)',
    'source$.pipe(delay(10))',
    'source$.pipe(timeout({ each: 10 }))',
    'new ReplaySubject(1, 1000)',
    'source$.pipe(timestamp())',
  ]
    .map(code => ({ code, says: 'needs its scheduler as the last argument' }))
    .concat([{ code: 'timer(1000, asyncScheduler)', says: 'follows the machine' }])
    .map(({ code, says }) => ({
      files: { 'src/sim/a.ts': `import { of } from 'rxjs'\n${code}` },
      says,
    })),
  kept: [
    `import { of } from 'rxjs'
     timer(1000, scheduler)
     source$.pipe(timeout({ each: 10, scheduler }), delay(10, this.scheduler))
     new ReplaySubject(1)
     timeline.delay(10)`,
    'timer(1000)',
  ].map(code => ({ 'src/sim/a.ts': code })),
}

function hostSchedulers({ path, text, nodes }: SourceFile): Problem[] {
  return nodes.flatMap(({ node, parent }) => {
    if (parent?.type === 'ImportSpecifier' || node.type !== 'Identifier') return []
    if (!HOST_SCHEDULERS.includes(node.name as string)) return []
    const message = `${node.name} follows the machine: use the scheduler that was handed in`
    return [{ path, line: lineOf(text, node.start), message }]
  })
}

function forgotten({ path, text, nodes }: SourceFile): Problem[] {
  return nodes.flatMap(({ node }) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return []
    const name = dottedName(node.callee as Node)
    const given = node.arguments as readonly Node[]
    const keepsTime = TIMED.includes(name) || given.length >= (REMEMBERING[name] ?? Infinity)
    if (!keepsTime || isScheduler(given.at(-1))) return []
    const message = `${name} needs its scheduler as the last argument`
    return [{ path, line: lineOf(text, node.start), message }]
  })
}

/** A name that ends in "scheduler", or an object of options with one. */
function isScheduler(node: Node | undefined): boolean {
  if (node === undefined) return false
  if (node.type === 'ObjectExpression')
    return (node.properties as readonly Node[]).some(({ key }) => isScheduler(key as Node))
  const property = node.type === 'MemberExpression' ? (node.property as Node) : node
  return /scheduler$/i.test(String(property.name ?? ''))
}
