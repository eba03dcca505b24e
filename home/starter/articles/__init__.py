"""The articles of the first day."""

from home.starter.articles import aura, diary, migraine, session

ARTICLES = [session.PAGE, diary.PAGE, aura.PAGE, migraine.PAGE]
