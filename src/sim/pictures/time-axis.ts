import { hours, minutes } from '../../base/duration.ts'
import type { WorldDay } from '../world/world.ts'
import { type Ends, linear, type Scale } from './scale.ts'

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map(minutes)
/** More labels than this stand too close. */
const LABELS_MAX = 13

/** The time of a day in ms since its start, with labels where the clock is round. */
export function timeScale({ start, length }: WorldDay, pixels: Ends): Scale {
  const step = STEPS.find(one => length / one <= LABELS_MAX) ?? STEPS.at(-1)!
  const ticks: number[] = []
  for (let at = (step - (start % step)) % step; at <= length; at += step) ticks.push(at)
  return Object.assign(linear([0, length], pixels, 1), { ticks })
}

/** A moment of the day by the world's clock, which is UTC. */
export function clockText({ start }: WorldDay, at: number): string {
  const time = (start + at) % hours(24)
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0')
  return `${two(time / hours(1))}:${two((time % hours(1)) / minutes(1))}`
}
