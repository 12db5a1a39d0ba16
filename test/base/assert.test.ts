import { describe, expect, it } from 'vitest'
import { assert, BrokenRule, never } from '../../src/base/assert.ts'
import { CarillonError } from '../../src/base/errors.ts'

describe('what must hold', () => {
  it('is named when it does not', () => {
    assert(true, 'one is one')
    expect(() => assert(false, 'one is one')).toThrow(BrokenRule)
    expect(() => assert(false, 'one is one')).toThrow('This must never happen: one is one')
  })

  it('includes that every case was thought of', () => {
    expect(() => never({ kind: 'new' } as never)).toThrow('a case is missing for {"kind":"new"}')
  })
})

describe('an operating error', () => {
  it('has a code to decide by, a message to read and what it came from', () => {
    const cause = new Error('EACCES')
    const error = new CarillonError('STORE_UNWRITABLE', 'Give the file write access.', { cause })
    expect(error).toMatchObject({ code: 'STORE_UNWRITABLE', name: 'CarillonError', cause })
    expect(error).not.toBeInstanceOf(BrokenRule)
  })
})
