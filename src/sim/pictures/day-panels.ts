import { abandonmentOf } from '../result.ts'
import type { Standing } from '../truth.ts'
import type { WorldDay } from '../world/world.ts'
import { type Bin, binned } from './bins.ts'
import {
  areaBetween,
  BAND,
  type Frame,
  framed,
  level,
  lineThrough,
  type Panel,
  type Point,
} from './panel.ts'
import type { DayRecord } from './record-day.ts'
import { type Ends, linear, logarithmic, roundUp, type Scale } from './scale.ts'
import type { Colour } from './svg.ts'
import { clockText } from './time-axis.ts'

/** So many stretches of time are told apart: about five pixels each. */
const BINS = 180
/** Points of a line beyond this many are not seen. */
const POINTS_MAX = 900

/** Draws one panel of a day into a frame; the lowest one has the labels of the time. */
type Draw = (record: DayRecord, frame: Frame, x: Scale, lowest: boolean) => string

/** How many lines ring. */
export const linesPanel: Draw = ({ standings, world }, frame, x, lowest) => {
  const day = lowest ? world.day : null
  const bins = binned(standings, it => it.ringing, ofDay(world.day))
  const y = upTo(Math.max(...bins.map(bin => bin.most)), frame)
  const panel = panelOf({ frame, x, y, day, yText: String, name: 'Lines ringing' }, [
    { words: 'mean', colour: 'green', as: 'line' },
    { words: 'least to most', colour: 'green', as: 'band' },
  ])
  return framed(panel) + spread(bins, panel, 'green')
}

const DOING = [
  ['talk', 'talking', 'blue'],
  ['wrap', 'wrapping up', 'sky'],
  ['idle', 'free', 'orange'],
  ['break', 'on a break', 'grey'],
] as const

/** What operators do, one area on another. */
export const operatorsPanel: Draw = ({ standings, world }, frame, x, lowest) => {
  const day = lowest ? world.day : null
  const present = ({ operators }: Standing): number =>
    operators.talk + operators.wrap + operators.idle + operators.break
  const y = upTo(Math.max(...standings.map(present)), frame)
  const seen = DOING.filter(([doing]) => standings.some(it => it.operators[doing] > 0))
  const panel = panelOf(
    { frame, x, y, day, yText: String, name: 'Operators' },
    seen.map(([, words, colour]) => ({ words, colour, as: 'area' }) as const),
  )
  let below: Point[] | null = null
  const areas = seen.map(([doing, , colour]) => {
    const bins = binned(standings, it => it.operators[doing], ofDay(world.day))
    const under: Point[] = below ?? bins.map(bin => [bin.at, 0])
    const upper = bins.map((bin, i): Point => [bin.at, under[i]![1] + bin.mean])
    below = upper
    return areaBetween(upper, under, panel, { colour })
  })
  return framed(panel) + areas.join('')
}

/** Abandonment of the day so far against its limit. */
export const abandonmentPanel: Draw = ({ standings, world }, frame, x, lowest) => {
  const day = lowest ? world.day : null
  const { abandonment: limit } = world.limits
  const points = standings
    .filter(it => it.connected + it.abandoned > 0)
    .map((it): Point => [it.at, abandonmentOf(it)])
  // The first people of a day swing it wildly: higher values stand at the upper edge.
  const y = upTo(limit > 0 ? (limit * 4) / 3 : Math.max(0.01, ...points.map(it => it[1])), frame)
  const yText = (share: number): string => `${Math.round(share * 1000) / 10} %`
  const name = 'Abandoned so far, of the people who answered'
  const panel = panelOf({ frame, x, y, day, yText, name }, [
    { words: 'so far', colour: 'blue', as: 'line' },
    { words: 'limit', colour: 'red', as: 'dashes' },
  ])
  return framed(panel) + level(panel, limit, 'red') + lineThrough(thinned(points), panel, 'blue')
}

/** What the policy would risk for a line. */
export const pricePanel: Draw = ({ prices, world }, frame, x, lowest) => {
  const day = lowest ? world.day : null
  const bins = binned(prices, it => Math.max(it.price, 1e-6), ofDay(world.day))
  const ends: Ends = [
    10 ** Math.floor(Math.log10(Math.min(...bins.map(bin => bin.least)))),
    10 ** Math.ceil(Math.log10(Math.max(...bins.map(bin => bin.most))) + 1e-9),
  ]
  const y = logarithmic(ends, [frame.bottom, frame.top])
  const yText = (price: number): string => `${Number((100 * price).toPrecision(3))} %`
  const name = 'Price: the chance of finding nobody up to which a line is started'
  const panel = panelOf({ frame, x, y, day, yText, name }, [
    { words: 'mean', colour: 'purple', as: 'line' },
    { words: 'least to most', colour: 'purple', as: 'band' },
  ])
  return framed(panel) + spread(bins, panel, 'purple')
}

/** A panel, with the labels of the time where it is the lowest. */
function panelOf(
  { day, ...rest }: Omit<Panel, 'legend' | 'xText'> & { readonly day: WorldDay | null },
  legend: Panel['legend'],
): Panel {
  return day === null ? { ...rest, legend } : { ...rest, legend, xText: at => clockText(day, at) }
}

function spread(bins: readonly Bin[], panel: Panel, colour: Colour): string {
  const band = areaBetween(
    bins.map(bin => [bin.at, bin.most]),
    bins.map(bin => [bin.at, bin.least]),
    panel,
    { colour, opacity: BAND },
  )
  const mean = bins.map((bin): Point => [bin.at, bin.mean])
  return band + lineThrough(mean, panel, colour)
}

const ofDay = ({ length }: WorldDay) => ({ length, count: BINS })

const upTo = (most: number, { top, bottom }: Frame): Scale => {
  const step = roundUp(most / 4)
  const up = Math.max(step, Math.ceil(most / step - 1e-9) * step)
  return linear([0, up], [bottom, top], 4)
}

/** About as many points as pixels: more are not seen. */
function thinned(points: readonly Point[]): Point[] {
  const every = Math.ceil(points.length / POINTS_MAX)
  return points.filter((_, i) => i % every === 0 || i === points.length - 1)
}
