import { parseWorld } from '../../src/sim/world/parse-world.ts'
import type { World } from '../../src/sim/world/world.ts'

/**
 * A small world in which everything has a fixed length; `changes` are lines that replace those of
 * the same key.
 */
export function smallWorld(changes: Readonly<Record<string, string>> = {}): World {
  return parseWorld(smallWorldText(changes), 'small.yaml')
}

export function smallWorldText(changes: Readonly<Record<string, string>> = {}): string {
  const lines: Record<string, string> = {
    name: 'small',
    day: '{ start: "2026-03-02T09:00:00Z", hours: 1 }',
    operators: '{ count: 2 }',
    callee: '{ human: 1, ring_s: { human: { dist: fixed, value: 10 } } }',
    talk_s: '{ dist: fixed, value: 60 }',
    wrap_s: '{ dist: fixed, value: 20 }',
    trunk: '{ lines: 10, cps: 10 }',
    limits: '{ abandonment: 0.03, no_answer_s: 25, ring_min_s: 15, connect_within_s: 2 }',
    ...changes,
  }
  return Object.entries(lines)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')
}
