import { COLOURS, type Colour, element, short } from './svg.ts'

/** Shapes that can be told apart where colours cannot. */
export type Shape = 'dot' | 'square' | 'triangle' | 'diamond' | 'cross'

/** Corners of the shapes that have some, in half widths from their middle. */
const CORNERS: Readonly<Record<Exclude<Shape, 'dot' | 'cross'>, readonly (readonly number[])[]>> = {
  square: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  triangle: [
    [0, -1.1],
    [1.05, 0.8],
    [-1.05, 0.8],
  ],
  diamond: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
  ],
}

/** Half the width of a mark, in pixels. */
const SIZE = 5

/** A mark on the paper, at pixels. */
export function mark(shape: Shape, [x, y]: readonly [number, number], colour: Colour): string {
  const fill = COLOURS[colour]
  if (shape === 'dot') return element('circle', { cx: x, cy: y, r: SIZE, fill })
  const at = ([a, b]: readonly number[]): string =>
    `${short(x + a! * SIZE)} ${short(y + b! * SIZE)}`
  if (shape !== 'cross')
    return element('path', { d: `M${CORNERS[shape].map(at).join('L')}Z`, fill })
  const d = `M${at([-0.8, -0.8])}L${at([0.8, 0.8])}M${at([0.8, -0.8])}L${at([-0.8, 0.8])}`
  return element('path', { d, stroke: fill, 'stroke-width': 2.2, fill: 'none' })
}
