/** Samples of one packet: 20 ms of G.711 (RFC 3551, section 4.5.14). */
export const SAMPLES = 160

/** Silence in µ-law. */
export const SILENCE = Buffer.alloc(SAMPLES, 0xff)

/** A packet of 1 kHz, whose wave is 8 samples long: packets follow each other without a click. */
export const TONE = Buffer.from(
  Array.from({ length: SAMPLES }, (_, i) => nearestCode(8000 * Math.sin((i * Math.PI) / 4))),
)

/** Mean power of 16-bit samples above which it is no comfort noise. */
const LOUD = 1000 ** 2
/** The tone's share of all power; speech and noise stay far below. */
const SHARE = 0.5

/** Whether a packet of µ-law is mostly that tone: by its power at 1 kHz (Goertzel, 1958). */
export function hasTone(payload: Uint8Array): boolean {
  const samples = Array.from(payload, linear)
  const power = samples.reduce((sum, one) => sum + one * one, 0) / Math.max(1, samples.length)
  if (power < LOUD) return false
  const [x, y] = samples.reduce<readonly [number, number]>(
    ([real, imaginary], one, i) => {
      const angle = (i * Math.PI) / 4
      return [real + one * Math.cos(angle), imaginary + one * Math.sin(angle)]
    },
    [0, 0],
  )
  // A sine of amplitude a has power a²/2, and a sum of a·n/2.
  const tone = (2 * (x * x + y * y)) / samples.length ** 2
  return tone / power > SHARE
}

/** G.711 µ-law to 16 bits. */
function linear(code: number): number {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84
  return (bits & 0x80) === 0 ? magnitude : -magnitude
}

function nearestCode(sample: number): number {
  const codes = Array.from({ length: 256 }, (_, code) => code)
  return codes.reduce((best, code) =>
    Math.abs(linear(code) - sample) < Math.abs(linear(best) - sample) ? code : best,
  )
}
