// The services of a page, in their groups, each with its state and its bars.
import { escaped } from '../frame/html.ts'
import { frame, type FrameStrings } from '../frame/strings.ts'
import { barsOf } from './bars.html.ts'
import { type ComponentStatus, componentStatus, worstOf } from './state.ts'
import type { Page, PageService } from './status-page.store.ts'

/** A group is open where something in it is not well; without a script it opens and closes by itself. */
export function servicesList(page: Page): string {
  const words = frame(page.locale)
  const shown = page.services.filter((service) => service.onPage === 'always' || componentStatus(page, service.id) !== 'operational')
  const groups = page.groups.map((group) => {
    const inIt = shown.filter(({ groupId }) => groupId === group.id)
    if (inIt.length === 0) return ''
    const status = worstOf(inIt.map(({ id }) => componentStatus(page, id)))
    return `<details class="group"${status === 'operational' && shown.length > 12 ? '' : ' open'}><summary><h3>${escaped(group.name)}</h3>${badge(status, words)}</summary>${listOf(page, inIt, words)}</details>`
  })
  const others = shown.filter(({ groupId }) => !groupId)
  const rest = others.length === 0 ? '' : `${groups.some((group) => group !== '') ? `<h3>${words.otherServices}</h3>` : ''}${listOf(page, others, words)}`
  return groups.join('') + rest
}

const listOf = (page: Page, services: PageService[], words: FrameStrings) =>
  `<ul class="services">${services
    .map(
      (service) =>
        `<li><div><span>${escaped(service.name)}${service.description ? `<small>${escaped(service.description)}</small>` : ''}</span>${badge(componentStatus(page, service.id), words)}</div>${barsOf(page, service, words)}</li>`,
    )
    .join('')}</ul>`

const badge = (status: ComponentStatus, words: FrameStrings) => `<span class="badge badge-${status}">${words[status]}</span>`
