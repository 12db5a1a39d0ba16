import { PREDICTIVE_DEFAULTS } from '../../campaign/rules/predictive-defaults.ts'
import { kindOf, type Settings } from './settings.ts'

/** What to write into `campaign.yaml` to pace by settings, as text; null: Carillon has no such. */
export function settingsKeys(settings: Settings): string | null {
  const { policy } = settings
  switch (kindOf(settings)) {
    case 'vicidial':
      return null
    case 'progressive':
      return 'mode: progressive\n'
    case 'power':
      return `mode: power\npowerRatio: ${policy.slice('power:'.length)}\n`
    case 'predictive':
    case 'strict':
      return predictiveKeys(policy)
  }
}

function predictiveKeys(policy: string): string {
  const { guarantee, dropShareMax, priceMax } = PREDICTIVE_DEFAULTS
  const share = Number(option(policy, 'dropShare') ?? dropShareMax)
  const price = Number(option(policy, 'price') ?? priceMax)
  return [
    'mode: predictive',
    'predictive:',
    `  guarantee: ${option(policy, 'guarantee') ?? guarantee}`,
    `  dropLines: ${option(policy, 'drop') !== 'N'}`,
    `  dropShareMax: ${percentOf(share)}`,
    `  priceMax: ${percentOf(price)}\n`,
  ].join('\n')
}

/** Settings in a few words: `predictive,drop=N at 2%`. The limit is told where it is aimed at. */
export function settingsName(settings: Settings): string {
  const kind = kindOf(settings)
  const aims = kind === 'predictive' || kind === 'strict'
  return aims ? `${settings.policy} at ${percentOf(settings.limit)}` : settings.policy
}

/** A share as a campaign file writes it. */
export const percentOf = (share: number): string => `${Math.round(share * 1e6) / 1e4}%`

function option(policy: string, key: string): string | undefined {
  const found = policy.split(',').find(part => part.startsWith(`${key}=`))
  return found?.slice(key.length + 1)
}
