import { describe, expect, it } from 'vitest'
import { load, problemsOf } from '../folders.ts'

const CARD = `fields:
  - { id: name, label: Name, kind: text, from: name }
  - { id: interest, label: Interested?, kind: choice, options: [yes, no, 3], required: true }
  - { id: told, label: Told, kind: checkbox }
  - { id: age, label: Age, kind: number, min: 0, max: 120 }
script:
  - id: hello
    say: Hello {name}.
    ask: interest
    next: [{ when: yes, to: told }, { when: 3, to: told }, { to: bye }]
  - { id: told, say: Do you know?, ask: told, next: [{ when: true, to: bye }, { to: hello }] }
  - { id: bye, say: Bye. }
`

describe('A card', () => {
  it('has fields of their kinds, and a script that begins with its first step', () => {
    const loaded = load({ 'small/card.yaml': CARD })
    expect(loaded.ok && loaded.campaign.card.fields.slice(0, 2)).toEqual([
      {
        id: 'name',
        label: 'Name',
        kind: 'text',
        required: false,
        from: 'name',
        options: [],
        min: null,
        max: null,
      },
      {
        id: 'interest',
        label: 'Interested?',
        kind: 'choice',
        required: true,
        from: null,
        options: ['yes', 'no', '3'],
        min: null,
        max: null,
      },
    ])
    const script = loaded.ok ? loaded.campaign.card.script : null
    expect(script?.start).toBe('hello')
    expect(script?.steps[0]).toEqual({
      id: 'hello',
      say: 'Hello {name}.',
      ask: 'interest',
      next: [
        { when: 'yes', to: 'told' },
        { when: '3', to: 'told' },
        { when: null, to: 'bye' },
      ],
    })
    expect(script?.steps[2]).toEqual({ id: 'bye', say: 'Bye.', ask: null, next: [] })
  })

  const wrong: [string, string, string][] = [
    ['kind: text', 'kind: texts', 'fields[0].kind: is "texts". Did you mean text?'],
    [
      'from: name',
      'from: nam',
      'fields[0].from: names the column "nam", which contacts.csv does not have.',
    ],
    ['id: told, label', 'id: name, label', 'fields[2].id: is "name" a second time.'],
    ['options: [yes, no, 3]', 'options: []', 'fields[1].options: is missing: what may be chosen'],
    ['options: [yes, no, 3]', 'options: [yes, 3, yes]', 'fields[1].options: has an answer twice.'],
    [
      'kind: checkbox',
      'kind: checkbox, options: [a]',
      'fields[2].options: belongs to choice and choices, not to checkbox.',
    ],
    [
      'kind: checkbox',
      'kind: checkbox, min: 1',
      'fields[2].min: belongs to number, not to checkbox.',
    ],
    ['min: 0', 'min: 200', 'fields[3].max: is 120, less than min, which is 200.'],
    [
      'required: true',
      'require: true',
      'fields[1]: There is no key "require" here. Did you mean required?',
    ],
    [
      'ask: interest',
      'ask: intrest',
      'script[0].ask: is "intrest", no field. Did you mean interest?',
    ],
    ['to: told', 'to: tell', 'script[0].next[0].to: is "tell", no step. Did you mean'],
    [
      'when: yes',
      'when: perhaps',
      'script[0].next[0].when: is "perhaps", no answer to "interest". Allowed: yes, no, 3.',
    ],
    [
      'when: true',
      'when: yes',
      'script[1].next[0].when: is "yes", no answer to "told". Allowed: true, false.',
    ],
    ['ask: told, ', '', 'script[1].next[0].when: needs a question: name the field'],
    ['{ to: bye }]', '{ to: bye }, { when: no, to: bye }]', 'script[0].next[3]: is never taken'],
    [
      '  - { id: bye',
      '  - { id: island, say: Hm }\n  - { id: bye',
      'script[2]: No branch leads to the step "island".',
    ],
    [
      '{name}',
      '{nam} and {name}',
      'script[0].say: names the column "nam", which contacts.csv does not have. Did you mean name?',
    ],
    ['id: bye', 'id: told', 'script[2].id: is "told" a second time.'],
    ['fields:', 'feilds:', 'There is no key "feilds" here. Did you mean fields?'],
  ]
  it.each(wrong)('with «%s» made «%s» says: %s', (from, to, says) => {
    const found = problemsOf({ 'small/card.yaml': CARD.replace(from, to) })
    expect(found.some(text => text.startsWith('card.yaml:') && text.includes(` ${says}`))).toBe(
      true,
    )
  })

  it('says everything that is wrong with one field or step at once', () => {
    const card = CARD.replace('kind: text, from: name', 'kind: texts, from: nam')
      .replace('id: told, label', 'id: name, label')
      .replace('say: Hello {name}.\n', 'say: Hello {nome}.\n    aks: age\n')
    expect(problemsOf({ 'small/card.yaml': card }).map(text => text.split(' ')[1])).toEqual([
      'fields[0].kind:',
      'fields[0].from:',
      'fields[2].id:',
      'script[0].say:',
      'script[0]:',
      'script[1].ask:',
    ])
  })

  it('says nothing of other steps because one of them cannot be read', () => {
    const files = { 'small/card.yaml': CARD.replace('id: told, say: Do you know?', 'id: told') }
    expect(problemsOf(files)).toEqual([
      'card.yaml:11:5: script[1].say: is missing. It must be what to say (at most 2000 characters).',
    ])
  })
})
