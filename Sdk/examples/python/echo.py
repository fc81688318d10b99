"""An agent in ten lines: it answers every message with an echo."""

from molecule_agent import Agent


def answer(text, agent):
    agent.report("thinking about it")
    return "You said: " + text


if __name__ == "__main__":
    Agent.from_environment().run(answer)
