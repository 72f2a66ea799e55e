// Mantine's look on the router's typed links.
import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

type Native<Look> = Omit<ComponentProps<'a'>, keyof Look | 'href'>

export const TextLink = createLink((props: AnchorProps & Native<AnchorProps>) => <Anchor {...props} />)
export const ButtonLink = createLink((props: ButtonProps & Native<ButtonProps>) => <Button component="a" {...props} />)
