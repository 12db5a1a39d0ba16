import type { DeskWords } from './words.ts'

const plural = new Intl.PluralRules('ru')

function lines(count: number): string {
  const form = plural.select(count)
  if (form === 'one') return `звонит ${count} линия`
  return `звонят ${count} ${form === 'few' ? 'линии' : 'линий'}`
}

/** A desk in Russian. */
export const RUSSIAN: DeskWords = {
  commands: {
    in: ['войти', 'начать смену: зазвонит ваш телефон'],
    ready: ['готов', 'вернуться с перерыва'],
    break: ['перерыв', 'перерыв [причина]: не получать вызовов, пока не скажете «готов»'],
    call: ['звонить', 'позвонить тому, чью карточку вы читаете'],
    hangup: ['отбой', 'закончить вызов'],
    set: ['поле', 'поле ИМЯ ЗНАЧЕНИЕ: заполнить поле карточки; несколько вариантов как a;b'],
    close: ['закрыть', 'закрыть РЕЗУЛЬТАТ [2026-11-23T13:00+03:00 [мой]]: закрыть карточку'],
    more: ['ещё', 'ещё времени на карточку'],
    card: ['карточка', 'показать карточку снова'],
    out: ['выйти', 'закончить смену; сначала то, чем вы заняты'],
    help: ['помощь', 'показать это'],
  },
  states: {
    signedOut: 'не в системе',
    free: 'свободны',
    reserved: 'зарезервированы',
    talking: 'в разговоре',
    wrapUp: 'на поствызывной обработке',
    break: 'на перерыве',
  },
  phones: {
    down: 'Ваш телефон снова в вашем распоряжении.',
    rings: 'Ваш телефон звонит: снимите трубку.',
    up: 'Ваш телефон соединён.',
    noAnswer: 'Ваш телефон не ответил.',
    refused: 'Ваш телефон отклонил вызов.',
    lost: 'Вызов на ваш телефон оборвался.',
  },
  reasons: {
    'not responding': 'вы не отвечаете',
    'your phone does not answer': 'ваш телефон не отвечает',
    'none of your campaigns is running': 'ни одна из ваших кампаний не идёт',
    break: 'перерыв',
  },
  tea: 'перерыв',
  welcome: (name, campaigns) =>
    `Здравствуйте, ${name}. Ваши кампании: ${campaigns || 'сейчас ни одна не идёт'}.`,
  now: (state, why) => (why === null ? `Вы ${state}.` : `Вы ${state}: ${why}.`),
  reserved: (campaign, isOne) =>
    isOne
      ? `Вы зарезервированы для кампании «${campaign}»: система набирает для вас.`
      : `Вы зарезервированы для кампании «${campaign}».`,
  ringing: lines,
  released: 'Резервирование снято.',
  later: (what, after) => {
    if (what === null) return 'Это отменено.'
    const then = what === 'break' ? 'Перерыв начнётся' : 'Смена закончится'
    return `${then} ${after === 'line' ? 'после линии, которая звонит для вас' : 'после этой карточки'}.`
  },
  cardHeads: {
    preview: 'Прочтите карточку и позвоните',
    dialing: 'Система набирает',
    talking: 'Вы говорите',
    wrapUp: 'Закройте карточку',
  },
  script: 'Сценарий',
  fields: 'Поля',
  required: 'обязательно',
  dispositions: 'Результаты',
  callEnded: until => `Вызов окончен. Закройте карточку${until === null ? '' : ` до ${until}`}.`,
  closeUntil: until => (until === null ? '' : `до ${until}`),
  extended: until => `У вас есть время до ${until}.`,
  cardRefused: 'Так карточку закрыть нельзя:',
  cardClosed: 'Карточка закрыта.',
  handedOn: 'Карточка передана другому оператору.',
  noNetwork: 'Телефонной сети нет:',
  networkBack: 'Телефонная сеть снова есть.',
  over: 'Система завершает работу. До свидания.',
  cut: 'Связь с системой прервана.',
  noCard: 'Сейчас карточки нет.',
  saved: 'Сохранено.',
  leaving: 'Завершаем смену. Ещё раз Ctrl-C — уйти сразу.',
  help: 'Вы можете сказать:',
  unknown: command => `Нет команды «${command}». «помощь» показывает все.`,
  noField: id => `В карточке нет поля «${id}».`,
  noValue: (id, value) => `«${value}» не подходит для поля «${id}».`,
  badInstant: 'Укажите время с часовым поясом, например 2026-11-23T13:00+03:00.',
}
