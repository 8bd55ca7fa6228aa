"""
The rules, one file each: `<family>/<rule>.py`. What is measured is here; what it costs is in `indicators/`.
"""
