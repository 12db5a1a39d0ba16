import { percent } from '../compare/pacing-table.ts'
import { abandonmentOf } from '../result.ts'
import { abandonmentPanel, linesPanel, operatorsPanel, pricePanel } from './day-panels.ts'
import type { DayRecord } from './record-day.ts'
import { picture, titled, words } from './svg.ts'
import { timeScale } from './time-axis.ts'

const [WIDTH, LEFT, RIGHT] = [1000, 64, 976]
/** Of each panel, and of what stands between two of them. */
const [HEIGHT, GAP] = [124, 54]
/** Where the first one begins. */
const TOP = 116

/**
 * A day in four panels over one axis of time: lines ringing, operators by what they do, abandonment
 * so far against its limit, and the price that decided.
 *
 * @returns an SVG document.
 */
export function dayPicture(record: DayRecord): string {
  const drawn = [linesPanel, operatorsPanel, abandonmentPanel]
  if (record.prices.length > 0) drawn.push(pricePanel)
  const x = timeScale(record.world.day, [LEFT, RIGHT])
  const panels = drawn.map((draw, i) => {
    const top = TOP + i * (HEIGHT + GAP)
    const frame = { left: LEFT, right: RIGHT, top, bottom: top + HEIGHT }
    return draw(record, frame, x, i === drawn.length - 1)
  })
  const bottom = TOP + drawn.length * (HEIGHT + GAP) - GAP
  const { name } = record.world
  const day = record.replayed ? `${name}, replayed` : `A day of ${name}`
  const title = `${day} with ${record.policy}`
  return picture(
    { width: WIDTH, height: bottom + 40, title },
    titled(title, { x: LEFT, y: 42 }),
    words(subtitle(record), { x: LEFT, y: 64 }),
    ...panels.map(panel => `${panel}\n`),
    words('UTC', { x: LEFT - 24, y: bottom + 18, 'text-anchor': 'end' }),
  )
}

function subtitle({ result, seed, world }: DayRecord): string {
  const { abandoned, connected, talkSec, wrapSec, operatorSec, idleSec } = result
  const occupied = operatorSec === 0 ? 0 : (talkSec + wrapSec) / operatorSec
  return [
    `${connected} people connected`,
    `${abandoned} abandoned (${percent(abandonmentOf(result), 2)}; limit ${percent(world.limits.abandonment, 1)})`,
    `operators busy ${percent(occupied, 1)} of their time`,
    `${(connected === 0 ? 0 : idleSec / connected).toFixed(1)} s idle a call`,
    `seed ${seed}, day ${result.day}`,
  ].join('  ·  ')
}
