import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fallOfProcess } from '../../../src/app/calls/fall.ts'
import { nextTurn } from '../../telephony/doubles/wire/activity.ts'

describe('An error that nobody catches', () => {
  let others: NodeJS.UncaughtExceptionListener[]
  beforeEach(() => {
    others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
  })
  afterEach(() => {
    process.removeAllListeners('uncaughtException')
    for (const one of others) process.on('uncaughtException', one)
  })

  it('ends the run', async () => {
    const fall = fallOfProcess()
    process.emit('uncaughtException', new Error('a rule is broken'))
    await expect(fall).rejects.toThrow('a rule is broken')
  })

  it.each(['ESOCKETDESTROYED', 'ENODIALOG'])(
    'does not, where the SIP library says goodbye too late: %s',
    async code => {
      let fell = false
      fallOfProcess().catch(() => {
        fell = true
      })
      const late = Object.assign(new Error('destroyed'), { code })
      process.emit('uncaughtException', late)
      await nextTurn()
      expect(fell).toBe(false)
    },
  )
})
