// A review as HTML: an incident is called by a second heading and its parts by a third one; those of a review begin below them.
import { markdownHtml } from '../frame/markdown.ts'

export const postmortemHtml = (body: string): string => markdownHtml(body, 4)
