import { Group, Paper, Stack, Text } from '@mantine/core'
import type { z } from 'zod'
import type { SocialPost } from '../../../../server/src/communicate/social/social.contract.ts'
import { en } from '../../strings/en.ts'
import { type Key, t, tOf } from '../../strings/t.ts'
import { Copy } from '../../ui/Copy.tsx'

/** What it becomes in public on each network, how long it is there, and what found no place; each can be copied to where we do not post. */
export function SocialPosts({ posts }: { posts: z.output<typeof SocialPost>[] }) {
  return (
    <Stack gap="sm">
      {posts.map(({ network, text, length, most, left, cut }) => {
        const name = tOf('social', network)
        return (
          <Paper p="sm" withBorder component="section" aria-label={name} key={network}>
            <Group justify="space-between" gap="xs" align="baseline">
              <Text size="sm" fw={600} component="h4" m={0}>
                {name}
              </Text>
              <Text size="xs" c="dimmed">
                {t('social.length', { length, most })}
              </Text>
            </Group>
            <Text size="sm" mt={6} className="lw-prewrap" style={{ overflowWrap: 'anywhere' }}>
              {text}
            </Text>
            {cut.length > 0 && (
              <Text size="xs" mt={6} className={cut.some((part) => needed.includes(part)) ? 'lw-amber' : ''}>
                {t('social.cut', { parts: listed(cut) })}
              </Text>
            )}
            {left.length > 0 && (
              <Text
                size="xs"
                mt={6}
                className={left.some((part) => needed.includes(part)) ? 'lw-amber' : ''}
                c={left.some((part) => needed.includes(part)) ? undefined : 'dimmed'}
              >
                {t('social.left', { parts: listed(left) })}
              </Text>
            )}
            <Group mt="xs">
              <Copy text={text} shown={t('social.copy')} label={t('social.copyOf', { network: name })} />
            </Group>
          </Paper>
        )
      })}
    </Stack>
  )
}

const needed = ['title', 'must', 'next']
const listed = (parts: string[]) => parts.map((part) => `“${nameOf(part)}”`).join(', ')
const nameOf = (part: string): string => {
  if (part === 'next') return t('social.next')
  return Object.hasOwn(en, `part.${part}`) ? (t as (key: Key) => string)(`part.${part}` as Key) : part
}
