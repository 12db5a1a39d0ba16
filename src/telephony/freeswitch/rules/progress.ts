/** Provisional responses in the order in which they are told. */
export const PROVISIONALS = ['trying', 'ringing', 'earlyMedia'] as const
/** One of them. */
export type Provisional = (typeof PROVISIONALS)[number]

/**
 * What a provisional response says (RFC 3261, section 21.1). The server keeps 100 for itself, so
 * `trying` is told when the INVITE is out.
 */
export function progressOf(status: number, hasSdp: boolean): readonly Provisional[] {
  const rings = status >= 180 && status <= 182
  return [...(rings ? (['ringing'] as const) : []), ...(hasSdp ? (['earlyMedia'] as const) : [])]
}
