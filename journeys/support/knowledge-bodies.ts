// A valid body for every write of the knowledge.
type Writer = { post: (url: string, body: object) => Promise<{ body: { id: string } }> }

/** An article in two versions of one language, to be written on. */
export async function somethingToRead({ post }: Writer): Promise<string> {
  const { body } = await post('/api/knowledge/articles', { title: 'Resetting a password', body: 'Choose **Forgotten**.' })
  await post(`/api/knowledge/articles/${body.id}/texts/en/return`, { revision: 1, newest: 1 })
  return body.id
}

export const validKnowledge = (serviceId: string): Record<string, unknown> => {
  const about = { brand: 'acme-real', open: true, tags: ['access', 'first'], services: [serviceId] }
  const words = { title: 'Resetting a password', body: '## How\n\nChoose **Forgotten**.' }
  return {
    'POST /api/knowledge/articles': { locale: 'de', ...words, ...about },
    'PUT /api/knowledge/articles/:id': { ...about, revision: 1 },
    'POST /api/knowledge/preview': { body: '# Why\n\n[x](javascript:x)' },
    'PUT /api/knowledge/articles/:id/texts/:locale': { ...words, revision: 2 },
    'POST /api/knowledge/articles/:id/texts/:locale/return': { revision: 1, newest: 2 },
    'POST /api/knowledge/articles/:id/publication': { revisions: { en: 2 } },
    'POST /api/knowledge/articles/:id/texts/:locale/withdrawal': {},
    'POST /api/knowledge/articles/:id/retirement': {},
    'POST /api/knowledge/articles/:id/votes': { helpful: false, words: 'Call me at +49 30 1234567', locale: 'en' },
    'POST /api/knowledge/suggestions': { text: 'I have forgotten my password again', locale: 'en', brand: null, limit: 5 },
    'POST /api/knowledge/misses/:id/dismissal': {},
  }
}
