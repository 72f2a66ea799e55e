// Of all services, or only of some: the choice as a form without a script, and what was chosen.
import { escaped } from '../frame/html.ts'
import type { FrameStrings } from '../frame/strings.ts'

type Offered = { id: string; name: string }[]

/** Where there is nothing to choose from, nothing. */
export const choice = (offered: Offered, services: string[] | null, words: FrameStrings) =>
  offered.length < 2
    ? ''
    : `<fieldset><legend>${words.subscribeWhat}</legend><label class="line"><input type="radio" name="some" value="no"${services ? '' : ' checked'}> ${words.subscribeAll}</label><label class="line"><input type="radio" name="some" value="yes"${services ? ' checked' : ''}> ${words.subscribeSome}</label><div class="under">${offered
        .map(
          ({ id, name }) =>
            `<label class="line"><input type="checkbox" name="service-${id}"${services?.includes(id) ? ' checked' : ''}> ${escaped(name)}</label>`,
        )
        .join('')}</div></fieldset>`

/** A form says what was ticked by one field for each: service-<id>. */
export const servicesIn = (form: Record<string, unknown>): string[] | null =>
  form.some === 'yes'
    ? Object.keys(form)
        .flatMap((name) => /^service-([0-9a-f-]{36})$/.exec(name)?.[1] ?? [])
        .slice(0, 200)
    : null
