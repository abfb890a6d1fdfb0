"""The rulebook as a site: pages made of a few kinds of block, written as HTML or as Markdown.

Functions from values to text; whoever asks for the site writes the files. The same rules give the
same bytes: the day whose law the pages tell is given, and there is no clock.
"""
