import { ENGLISH } from './english.ts'
import { RUSSIAN } from './russian.ts'

/** The languages of a desk. */
export const LANGUAGES = { en: ENGLISH, ru: RUSSIAN } as const

/** The language that the environment asks for (POSIX, Locale: LC_ALL before LANG), else English. */
export function languageOf(environment: (name: string) => string | undefined): 'en' | 'ru' {
  const locale = environment('LC_ALL') || environment('LC_MESSAGES') || environment('LANG') || ''
  return locale.startsWith('ru') ? 'ru' : 'en'
}
