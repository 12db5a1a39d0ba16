import { describe } from 'vitest'
import { callingIn } from './callers/calling-in.ts'
import { adding } from './store/adding.ts'
import { beginning } from './store/beginning.ts'
import { budgets } from './store/budgets.ts'
import { cards } from './store/cards.ts'
import { leasing } from './store/leasing.ts'
import { order } from './store/order.ts'
import { recording } from './store/recording.ts'
import { learning, stopping } from './store/remembering.ts'
import { restoring } from './store/restoring.ts'
import { type Opened, rulesFor } from './store/rule.ts'
import { startingOver } from './store/starting-over.ts'
import { viewing } from './store/viewing.ts'

/** The rules of the store port, each a test, for any store. @param open makes an empty one. */
export function storeContract(open: () => Promise<Opened>): void {
  const rule = rulesFor(open)
  describe('adding contacts', () => adding(rule))
  describe('leasing', () => leasing(rule))
  describe('beginning attempts', () => beginning(rule))
  describe('recording', () => recording(rule))
  describe('cards', () => cards(rule))
  describe('people who call in', () => callingIn(rule))
  describe('restoring', () => restoring(rule))
  describe('budgets', () => budgets(rule))
  describe('starting over', () => startingOver(rule))
  describe('stopping a campaign', () => stopping(rule))
  describe('what was learned', () => learning(rule))
  describe('viewing', () => viewing(rule))
  describe('the order of calls', () => order(rule))
}
