import { percent } from '../compare/pacing-table.ts'
import { KINDS, type Kind, kindOf } from '../tune/settings.ts'
import { settingsName } from '../tune/settings-keys.ts'
import type { Tried, Tuning } from '../tune/tuning.ts'
import { mark, type Shape } from './mark.ts'
import { type Frame, framed, type Legend, lineThrough, type Panel, type Point } from './panel.ts'
import { linear, roundUp, type Scale } from './scale.ts'
import { COLOURS, type Colour, element, group, hint, picture, titled, words } from './svg.ts'

/** What was tuned, and how. */
export interface TuningPicture {
  readonly tuning: Tuning
  readonly name: string
  /** The limit that days are judged by, 0–1. */
  readonly limit: number
  readonly days: number
  readonly seed: number
}

const [WIDTH, HEIGHT] = [1000, 640]
const FRAME: Frame = { left: 64, right: 976, top: 128, bottom: 568 }

const LOOKS: Readonly<Record<Kind, { words: string; colour: Colour; as: Shape }>> = {
  predictive: { words: 'predictive', colour: 'blue', as: 'dot' },
  strict: { words: 'predictive, strict', colour: 'sky', as: 'square' },
  power: { words: 'power', colour: 'orange', as: 'triangle' },
  progressive: { words: 'progressive', colour: 'green', as: 'diamond' },
  vicidial: { words: 'VICIdial', colour: 'purple', as: 'cross' },
}

/**
 * All settings by what they abandon and how long operators wait: the nearer to the lower left, the
 * better. Those with more than twice the limit are left out, and counted.
 *
 * @returns an SVG document.
 */
export function tuningPicture({ tuning, name, limit, days, seed }: TuningPicture): string {
  const connecting = tuning.tried.filter(one => one.summary.linesPerConnection > 0)
  const within = (one: Tried): boolean => limit === 0 || one.summary.abandonment.mean <= 2 * limit
  const shown = connecting.filter(within)
  const far = connecting.length - shown.length
  const panel = panelOf(shown, limit)
  const { recommended } = tuning
  const title = `Settings tried on ${name}`
  const subtitle = [
    `${tuning.tried.length} settings`,
    `${days} ${days === 1 ? 'day' : 'days'} each, seed ${seed}`,
    'bars are 95 % intervals',
    'the line joins those that no others beat in both',
    ...(far === 0 ? [] : [`${far} with more than ${percent(2 * limit, 1)} left out`]),
  ].join('  ·  ')
  return picture(
    { width: WIDTH, height: HEIGHT, title },
    titled(title, { x: FRAME.left, y: 42 }),
    words(subtitle, { x: FRAME.left, y: 64 }),
    `${framed(panel)}\n`,
    words('Abandoned, of the people who answered', {
      x: FRAME.right,
      y: FRAME.bottom + 42,
      'text-anchor': 'end',
      class: 'name',
    }),
    `${limitLine(panel, limit)}\n`,
    `${front(shown, panel)}\n`,
    ...shown.toReversed().map(one => `${point(one, panel)}\n`),
    recommended === null ? '' : `${ringed(recommended, panel)}\n`,
  )
}

function panelOf(shown: readonly Tried[], limit: number): Panel {
  const idle = shown.flatMap(({ summary: { idle } }) => {
    const half = finite(idle.halfWidth) ?? 0
    return [idle.mean - half, idle.mean + half]
  })
  const y = idleScale(Math.min(...idle), Math.max(1, ...idle))
  const abandonedMost = Math.max(...shown.map(one => one.summary.abandonment.mean), limit, 0.001)
  const x = linear([0, abandonedMost * 1.06], [FRAME.left, FRAME.right], 8)
  const kinds = KINDS.filter(kind => shown.some(one => kindOf(one) === kind))
  return {
    frame: FRAME,
    name: 'Idle seconds a call',
    legend: kinds.map((kind): Legend => LOOKS[kind]),
    x,
    y,
    yText: String,
    xText: share => `${Number((100 * share).toPrecision(6))} %`,
  }
}

/** From nothing on, unless everything lies in the upper half: then nearer, to tell it apart. */
function idleScale(least: number, most: number): Scale {
  const near = least > most / 2 && least < Infinity
  const step = roundUp((near ? most - least : most) / 8)
  const from = near ? Math.floor(least / step) * step : 0
  const to = Math.max(Math.ceil(most / step), from / step + 1) * step
  return linear([from, to], [FRAME.bottom, FRAME.top], (to - from) / step)
}

function limitLine({ x }: Panel, limit: number): string {
  const at = x(limit)
  const line = element('line', {
    x1: at,
    x2: at,
    y1: FRAME.top,
    y2: FRAME.bottom,
    stroke: COLOURS.red,
    'stroke-width': 1.8,
    'stroke-dasharray': '6 4',
  })
  return line + words(`limit ${percent(limit, 1)}`, { x: at + 7, y: FRAME.top + 16, class: 'halo' })
}

/** From the least abandonment on; between two of them nobody was tried. */
function front(shown: readonly Tried[], panel: Panel): string {
  const points = shown
    .filter(one => one.onFront)
    .map((one): Point => [one.summary.abandonment.mean, one.summary.idle.mean])
    .sort((a, b) => a[0] - b[0])
  return group({ opacity: '0.7' }, lineThrough(points, panel, 'grey'))
}

function point(one: Tried, panel: Panel): string {
  const { colour, as } = LOOKS[kindOf(one)]
  const { idle, abandonment } = one.summary
  const { x, y } = panel
  const [at, up] = [x(abandonment.mean), y(idle.mean)]
  const across = finite(abandonment.halfWidth) ?? 0
  const high = finite(idle.halfWidth) ?? 0
  const bar = { stroke: COLOURS[colour], 'stroke-width': 1, 'stroke-opacity': '0.45' }
  const [left, right] = [x(abandonment.mean - across), x(abandonment.mean + across)]
  const [low, top] = [y(idle.mean - high), y(idle.mean + high)]
  return group(
    {},
    hint(settingsName(one)),
    element('line', { ...bar, x1: left, x2: right, y1: up, y2: up }),
    element('line', { ...bar, x1: at, x2: at, y1: low, y2: top }),
    mark(as, [at, up], colour),
  )
}

/** A ring around what is recommended, and its name where there is room. */
function ringed(one: Tried, { x, y }: { readonly x: Scale; readonly y: Scale }): string {
  const { idle, abandonment } = one.summary
  const [at, up] = [x(abandonment.mean), y(idle.mean)]
  const ring = element('circle', { cx: at, cy: up, r: 10, class: 'ring' })
  const lower = up + 46 < FRAME.bottom
  const text = `recommended: ${settingsName(one)}, ${idle.mean.toFixed(1)} s`
  const side = at > (FRAME.left + FRAME.right) / 2 ? 'end' : 'start'
  const place = { x: at, y: lower ? up + 30 : up - 18, 'text-anchor': side, class: 'name halo' }
  return ring + words(text, place)
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
