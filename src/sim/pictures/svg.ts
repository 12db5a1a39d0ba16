/** Attributes of an element; numbers are written short. */
export type Attributes = Readonly<Record<string, string | number>>

/** One element with its children, which are elements already, as text. */
export function element(name: string, attributes: Attributes, ...inside: string[]): string {
  const given = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escaped(value)}"`)
    .join('')
  return inside.length === 0
    ? `<${name}${given}/>`
    : `<${name}${given}>${inside.join('')}</${name}>`
}

/** Words at a place. */
export const words = (text: string, attributes: Attributes): string =>
  element('text', attributes, escaped(text))

/** So many letters of a title fit on the paper. */
const TITLE_MOST = 84

/** The title of a picture, cut where the paper ends. */
export const titled = (text: string, attributes: Attributes): string =>
  words(text.length > TITLE_MOST ? `${text.slice(0, TITLE_MOST - 1).trimEnd()}…` : text, {
    ...attributes,
    class: 'title',
  })

/** What is said of the element around it where somebody points at it. */
export const hint = (text: string): string => element('title', {}, escaped(text))

/** Elements that look alike. */
export const group = (attributes: Attributes, ...inside: string[]): string =>
  element('g', attributes, ...inside, '')

/**
 * A whole picture on paper of its own, light or dark as the reader's screen is.
 *
 * @param title what a screen reader says of it.
 */
export function picture(
  { width, height, title }: { width: number; height: number; title: string },
  ...inside: string[]
): string {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` }
  const svg = element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img' },
    hint(title),
    element('style', {}, STYLE),
    `\n${element('rect', { class: 'paper', width, height, rx: 8 })}\n`,
    ...inside,
  )
  return `${svg}\n`
}

/**
 * Colours by Okabe and Ito (2008), which people who confuse red and green can tell apart too; each
 * stands out from white and from near-black.
 */
export const COLOURS = {
  blue: '#0072b2',
  sky: '#56b4e9',
  orange: '#e69f00',
  green: '#009e73',
  red: '#d55e00',
  purple: '#cc79a7',
  grey: '#9a9a9a',
} as const

/** A colour's name. */
export type Colour = keyof typeof COLOURS

const STYLE = `
text {
  font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
  fill: #49525c;
}
.paper { fill: #ffffff }
.title { font-size: 18px; font-weight: 600; fill: #1d232a }
.name { font-size: 13px; font-weight: 600; fill: #1d232a }
.halo { stroke: #ffffff; stroke-width: 4; stroke-linejoin: round; paint-order: stroke }
.grid { stroke: #e3e6ea; stroke-width: 1 }
.axis { stroke: #aab2bb; stroke-width: 1 }
.ring { stroke: #1d232a; stroke-width: 1.8; fill: none }
@media (prefers-color-scheme: dark) {
  text { fill: #b3bcc6 }
  .paper { fill: #15191e }
  .title, .name { fill: #eef1f4 }
  .halo { stroke: #15191e }
  .grid { stroke: #2a3139 }
  .axis { stroke: #56606b }
  .ring { stroke: #eef1f4 }
}
`

const SPECIAL: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

function escaped(text: string): string {
  // XML allows no other control characters, however they are written.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd')
  return allowed.replace(/[&<>"]/g, char => SPECIAL[char]!)
}

/** A tenth of a pixel is as fine as anybody sees. */
export const short = (n: number): string => String(Math.round(n * 10) / 10)
