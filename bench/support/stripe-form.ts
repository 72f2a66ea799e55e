// The body of a call to Stripe, read.
export type Form = { [name: string]: string | Form }

/** a[b][0]=c, as the SDK sends it. */
export function formOf(body: string): Form {
  const form: Form = {}
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.replaceAll(']', '').split('[')
    let at = form
    for (const part of path.slice(0, -1)) {
      at[part] = typeof at[part] === 'object' ? at[part] : {}
      at = at[part] as Form
    }
    at[path.at(-1) as string] = value
  }
  return form
}
