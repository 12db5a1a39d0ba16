/** What a manager can set, and a day can be run by. */
export interface Settings {
  /** As `policyByName` takes it. */
  readonly policy: string
  /** The abandonment it is told to keep to, 0–1: at most that of the world. */
  readonly limit: number
}

/** Policies that are drawn and spoken of alike. */
export const KINDS = ['predictive', 'strict', 'power', 'progressive', 'vicidial'] as const

/** One of them. */
export type Kind = (typeof KINDS)[number]

/** The kind of a policy that is tuned. */
export function kindOf({ policy }: Settings): Kind {
  if (policy.includes('guarantee=strict')) return 'strict'
  return KINDS.find(kind => policy.split(/[:,]/)[0] === kind) ?? 'predictive'
}

/** Whether Carillon can be set so: VICIdial's rules stand beside for comparison only. */
export const isOnOffer = (settings: Settings): boolean => kindOf(settings) !== 'vicidial'

/** Parts of the world's limit that the predictive policy is told to keep to. */
const PARTS = [1 / 2, 2 / 3, 5 / 6, 1] as const
/** The largest share of lines that may be dropped, where it is less than by default. */
const DROP_SHARES = [0.1, 0.25] as const
/** Greatest prices, from about the limit itself on; the governor asks 0.2 at most by default. */
const PRICES = [0.03, 0.06, 0.1] as const
/** VICIdial's three rules, each up to several levels (`adaptive_maximum_level`). */
const VICIDIAL = ['hard-limit', 'average', 'tapered'].flatMap(rule =>
  [2, 3, 4, 5, 6.5].map(max => `vicidial:${rule},avail=Y,max=${max}`),
)

/**
 * Everything that is tried whatever comes out: the predictive policy with and without dropping
 * lines, in both strengths of its guarantee and up to several limits and prices; progressive;
 * ratios far apart; and VICIdial's rules beside them.
 *
 * @param limit the world's own, 0–1.
 */
export function firstSettings(limit: number): Settings[] {
  const limits = new Set(PARTS.map(part => (part === 1 ? limit : hundredths(part * limit))))
  const strengths = ['', ',guarantee=strict'].flatMap(guarantee =>
    ['', ',drop=N'].map(drop => `predictive${drop}${guarantee}`),
  )
  return [
    ...strengths.flatMap(policy => [...limits].map(it => ({ policy, limit: it }))),
    ...DROP_SHARES.map(share => ({ policy: `predictive,dropShare=${share}`, limit })),
    ...PRICES.map(price => ({ policy: `predictive,price=${price}`, limit })),
    { policy: 'progressive', limit },
    ...RATIOS.map(k => ({ policy: `power:${k}`, limit })),
    ...VICIDIAL.map(policy => ({ policy, limit })),
  ]
}

/** Lines for each free operator; `powerRatio` of a campaign goes from 1 to 10. */
const RATIOS = [1.2, 1.4, 1.7, 2, 2.4, 2.8, 3.3, 4, 5, 6.5, 8, 10] as const
const [RATIO_MIN, RATIO_MAX] = [1.1, 10]
const NEARBY = [-0.2, -0.1, 0.1, 0.2, 0.3] as const

/** So many are near a ratio at most. */
export const NEARBY_MOST = NEARBY.length

/** Ratios near the best of the first ones that were not tried yet. */
export function nearbyRatios({ policy, limit }: Settings): Settings[] {
  const k = Number(policy.slice('power:'.length))
  const tried: readonly number[] = RATIOS
  return NEARBY.map(step => Math.round((k + step) * 10) / 10)
    .filter(near => near >= RATIO_MIN && near <= RATIO_MAX && !tried.includes(near))
    .map(near => ({ policy: `power:${near}`, limit }))
}

/** To a hundredth of a percent, as fine as anybody sets a limit. */
const hundredths = (share: number): number => Math.round(share * 1e4) / 1e4
